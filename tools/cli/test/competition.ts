import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type CompetitionConfigInput, type Ledger, openLedger } from '@matrix-arena/ledger';
import { onTestFinished } from 'vitest';
import { command, type Finished } from './arena.ts';

/** Code of solutions, of which those of the competition's tests are made, too. */
const codeFolder = fileURLToPath(new URL('../../../packages/harness/test/fixtures/code/', import.meta.url));
const run = promisify(execFile);

const hasBubblewrap = await run('bwrap', ['--unshare-all', '--ro-bind', '/', '/', 'true']).then(
  () => true,
  () => false,
);

/** What every evaluation of these tests needs: few passes, and a sandbox where there can be one. */
export const evaluation = ['--quick', ...(hasBubblewrap ? [] : ['--unsafe'])];

export interface Running {
  readonly ended: Promise<Finished>;
  kill(signal: NodeJS.Signals): void;
  /** Resolves as soon as stdout and stderr together hold a text; rejects when the process ends without it. */
  seen(text: string): Promise<void>;
}

/** A user with settings, a ledger, a pool of matrices and packages of their own, in one folder. */
export interface Place {
  readonly dir: string;
  /** Starts the built command as that user. */
  start(args: readonly string[], env?: NodeJS.ProcessEnv): Running;
  /** Runs it to its end. */
  arena(...args: string[]): Promise<Finished>;
  /** The same, for what prints JSON. */
  json(...args: string[]): Promise<Record<string, unknown>>;
  /** Looks into the ledger. */
  inspect<T>(look: (ledger: Ledger) => T): T;
}

export async function newPlace(): Promise<Place> {
  const dir = await mkdtemp(join(os.tmpdir(), 'arena-competition-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  const path = join(dir, 'ledger.sqlite');
  const env = { ...process.env, CI: 'true', XDG_CONFIG_HOME: join(dir, 'config'), HOME: dir };

  function start(args: readonly string[], changes: NodeJS.ProcessEnv = {}): Running {
    const child = spawn(process.execPath, [command, ...args], { cwd: dir, env: { ...env, ...changes } });
    let [stdout, stderr] = ['', ''];
    const watchers = new Set<() => void>();
    const take = (add: (text: string) => void) => (text: string) => {
      add(text);
      for (const watch of watchers) watch();
    };
    child.stdout.setEncoding('utf8').on(
      'data',
      take((text) => (stdout += text)),
    );
    child.stderr.setEncoding('utf8').on(
      'data',
      take((text) => (stderr += text)),
    );
    const ended = (once(child, 'close') as Promise<[number | null]>).then(([code]) => ({
      code,
      stdout,
      stderr,
    }));
    return {
      ended,
      kill: (signal) => child.kill(signal),
      seen: (text) =>
        new Promise((resolve, reject) => {
          const watch = (): void => {
            if (`${stdout}${stderr}`.includes(text)) resolve();
          };
          watchers.add(watch);
          watch();
          void ended.then((end) => reject(new Error(`"${text}" was not printed: ${JSON.stringify(end)}`)));
        }),
    };
  }

  const arena = (...args: string[]): Promise<Finished> => start(args).ended;
  return {
    dir,
    start,
    arena,
    async json(...args) {
      const { code, stdout, stderr } = await arena(...args, '--json');
      if (code !== 0) throw new Error(`exit code ${code}: ${stderr}`);
      return JSON.parse(stdout);
    },
    inspect(look) {
      const ledger = openLedger(path);
      try {
        return look(ledger);
      } finally {
        ledger.close();
      }
    },
  };
}

/** Settings, and a competition on four small matrices of two values each. */
export async function newCompetition(changes: Partial<CompetitionConfigInput> = {}): Promise<Place> {
  const place = await newPlace();
  await makePool(join(place.dir, 'pool'));
  await makePackage(place.dir, 'store', 'store');
  await writeConfig(place.dir, changes);
  await place.arena('init', '--author', 'ada', '--ledger', join(place.dir, 'ledger.sqlite'));
  const { code, stderr } = await place.arena('competitions', 'create', 'cup.json');
  if (code !== 0) throw new Error(stderr);
  return place;
}

export async function writeConfig(dir: string, changes: Partial<CompetitionConfigInput>): Promise<void> {
  const config: CompetitionConfigInput = {
    id: 'cup',
    name: 'The cup',
    pool: { folder: 'pool', sampleCount: 2 },
    baseline: { name: 'store', version: '1.0.0' },
    ...changes,
  };
  await writeFile(join(dir, `${config.id}.json`), JSON.stringify(config));
}

export const matrixNames = ['a.bf16', 'b.bf16', 'c.bf16', 'd.bf16'];

/** The values of each are 1 or 2, without a pattern; two begin with 1, two with 2. */
export async function makePool(dir: string): Promise<void> {
  await mkdir(dir, { recursive: true });
  for (const [index, name] of matrixNames.entries()) {
    let state = index + 1;
    const values = Uint16Array.from({ length: 64 * 64 }, () => {
      state = (Math.imul(state, 1103515245) + 12345) >>> 0;
      return (state >>> 16) & 1 ? 0x3f80 : 0x4000;
    });
    values[0] = index % 2 === 0 ? 0x3f80 : 0x4000;
    await writeFile(join(dir, name), values);
  }
  const rows = matrixNames.map((name) => `${name},64,64,residual,forward`);
  await writeFile(join(dir, 'manifest.csv'), ['file,rows,cols,kind,direction', ...rows, ''].join('\n'));
}

/** A package of one of the fixtures of the harness. */
export async function makePackage(
  dir: string,
  name: string,
  code: string,
  { version = '1.0.0', padding = 0 }: { version?: string; padding?: number } = {},
): Promise<string> {
  const folder = join(dir, name);
  await mkdir(join(folder, 'dist'), { recursive: true });
  await copyFile(join(codeFolder, 'codec.js'), join(folder, 'dist', 'codec.js'));
  await copyFile(join(codeFolder, `${code}.js`), join(folder, 'dist', 'index.js'));
  if (padding > 0) await writeFile(join(folder, 'dist', 'table.bin'), Buffer.alloc(padding));
  const shared = { name, version, license: 'MIT' };
  const manifest = {
    formatVersion: 1,
    description: code,
    authors: ['nobody'],
    lossless: true,
    entry: './dist/index.js',
  };
  await writeFile(join(folder, 'manifest.json'), JSON.stringify({ ...shared, ...manifest }));
  const files = ['dist', 'manifest.json'];
  await writeFile(join(folder, 'package.json'), JSON.stringify({ ...shared, type: 'module', files }));
  return folder;
}

/** The tarball that a participant would hand in. */
export async function makeTarball(dir: string, name: string, code: string): Promise<string> {
  await makePackage(dir, name, code);
  await run('npm', ['pack', join(dir, name), '--silent', '--pack-destination', dir], { cwd: dir });
  return join(dir, `${name}-1.0.0.tgz`);
}
