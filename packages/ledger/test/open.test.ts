import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Libsql from 'libsql';
import { describe, expect, it } from 'vitest';
import { defaultLedgerPath, ledgerVersion, openLedger } from '../src/index.ts';
import { config, openArena, problemOf, submit, tempDir, tempLedger } from './arena.ts';
import { runAll } from './processes.ts';

describe('the default path', () => {
  it.each([
    ['linux', { HOME: '/home/x' }, '/home/x/.local/share/matrix-arena/ledger.sqlite'],
    ['linux', { HOME: '/home/x', XDG_DATA_HOME: '/data' }, '/data/matrix-arena/ledger.sqlite'],
    ['linux', { HOME: '/home/x', XDG_DATA_HOME: 'data' }, '/home/x/.local/share/matrix-arena/ledger.sqlite'],
    ['darwin', { HOME: '/Users/x' }, '/Users/x/Library/Application Support/matrix-arena/ledger.sqlite'],
    ['win32', { LOCALAPPDATA: '/x/Local' }, '/x/Local/matrix-arena/ledger.sqlite'],
    ['win32', { USERPROFILE: '/x' }, '/x/AppData/Local/matrix-arena/ledger.sqlite'],
  ] as const)('on %s with %o is %s', (platform, env, path) => {
    expect(defaultLedgerPath(env, platform)).toBe(path);
  });
});

describe('opening', () => {
  it('makes the file and its folder, and finds everything again', () => {
    const path = join(tempDir(), 'deep', 'er', 'ledger.sqlite');
    const first = openLedger(path);
    first.createCompetition(config);
    first.close();
    const again = openLedger(path);
    expect(again.listCompetitions().items.map(({ id }) => id)).toEqual(['cup']);
    again.close();
  });

  it('makes none when it must not', () => {
    const dir = tempDir();
    const path = join(dir, 'none.sqlite');
    const expected = `not-found: ${path}: there is no ledger; make one first`;
    expect(problemOf(() => openLedger(path, { create: false }))).toBe(expected);
    expect(problemOf(() => openLedger(path, { mode: 'read' }))).toBe(expected);
    expect(readdirSync(dir)).toEqual([]);
  });

  it('takes an empty file, which is what a process leaves that was ended at the start', () => {
    const path = join(tempDir(), 'ledger.sqlite');
    writeFileSync(path, '');
    openLedger(path).close();
    expect(openLedger(path).listCompetitions().total).toBe(0);
  });

  it('refuses a folder that cannot be made', () => {
    const dir = tempDir();
    writeFileSync(join(dir, 'file'), '');
    expect(problemOf(() => openLedger(join(dir, 'file', 'ledger.sqlite')))).toMatch(
      /^unavailable: .*file: cannot be made \(.*\); choose another place$/,
    );
  });

  it('reads without changing anything', () => {
    const { path, ledger } = openArena();
    const reader = openLedger(path, { mode: 'read' });
    expect(reader.competitionSummary('cup').state).toBe('open');
    expect(problemOf(() => reader.addNote('cup', 'x'))).toMatch(/^unavailable: .*readonly database/);
    ledger.addNote('cup', 'seen');
    expect(reader.competitionSummary('cup').notes).toHaveLength(1);
    reader.close();
  });

  it('makes one ledger when many processes open it at once', async () => {
    const path = join(tempDir(), 'ledger.sqlite');
    const ended = await runAll(Array.from({ length: 4 }, (_, index) => ['note', path, `n${index}`]));
    expect(ended.map(({ status, stderr }) => [status, stderr])).toEqual(Array(4).fill([0, '']));
    const ledger = openLedger(path);
    expect(ledger.listCompetitions().total).toBe(4);
    ledger.close();
  });
});

describe('a file that is no ledger', () => {
  const sqlite = (sql: string) => (path: string) => {
    const other = new Libsql(path);
    other.exec(sql);
    other.close();
  };
  it.each<[string, (path: string) => void]>([
    ['text', (path) => writeFileSync(path, 'dear diary\n'.repeat(50))],
    ['a short file', (path) => writeFileSync(path, 'SQLite format 3\0')],
    ['another SQLite file', sqlite('CREATE TABLE diary (line TEXT)')],
    ['the SQLite file of another program', sqlite('CREATE TABLE t (a); PRAGMA application_id = 7')],
  ])('%s is refused and left as it was', (_, make) => {
    const dir = tempDir();
    const path = join(dir, 'other');
    make(path);
    const [bytes, files] = [readFileSync(path), readdirSync(dir)];
    expect(problemOf(() => openLedger(path))).toBe(
      `bad-format: ${path}: is not a ledger and was left as it is; name another file`,
    );
    expect(readFileSync(path)).toEqual(bytes);
    expect(readdirSync(dir)).toEqual(files);
  });

  it('neither is a folder', () => {
    const path = join(tempDir(), 'folder');
    mkdirSync(path);
    expect(problemOf(() => openLedger(path))).toMatch(/^bad-format: .*is not a ledger/);
  });
});

describe('a damaged ledger', () => {
  it('is named as such', () => {
    const arena = openArena();
    submit(arena, 'ada');
    arena.ledger.close();
    truncateSync(arena.path, 8192);
    expect(
      problemOf(() => {
        const damaged = openLedger(arena.path);
        damaged.reportData('cup');
      }),
    ).toMatch(/^bad-format: .*ledger\.sqlite: is damaged; put a backup in its place/);
  });
});

describe('the ledger of another version', () => {
  it('is refused when it is newer, by readers and writers, and stays as it is', () => {
    const { path, ledger } = tempLedger();
    ledger.close();
    const other = new Libsql(path);
    other.exec(`PRAGMA user_version = ${ledgerVersion + 1}`);
    other.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    other.close();
    const bytes = readFileSync(path);
    for (const mode of ['read', 'write'] as const) {
      expect(problemOf(() => openLedger(path, { mode }))).toBe(
        `unsupported: ${path}: expected ledger version ${ledgerVersion}, got ${ledgerVersion + 1}; ` +
          'a newer matrix-arena wrote it; update matrix-arena',
      );
    }
    expect(readFileSync(path)).toEqual(bytes);
  });
});

it('what is written is whole in the one file after closing', () => {
  const arena = openArena();
  submit(arena, 'ada');
  arena.ledger.close();
  const copy = join(tempDir(), 'copy.sqlite');
  writeFileSync(copy, readFileSync(arena.path));
  const ledger = openLedger(copy);
  expect(ledger.listSubmissions({ competition: 'cup' }).total).toBe(1);
  ledger.close();
});

it('runs as a built package', () => {
  const entry = fileURLToPath(new URL('../dist/index.js', import.meta.url));
  const script = `import { ledgerVersion } from ${JSON.stringify(entry)}; process.stdout.write(String(ledgerVersion))`;
  expect(execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' })).toBe(
    String(ledgerVersion),
  );
});
