import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { arena, temporaryFolder } from './arena.ts';
import { resultFile, resultOf, solutionOf } from './results.ts';

const small = solutionOf('small', 400);
const large = solutionOf('large', 500);

describe('arena report', () => {
  it('writes one page with everything in it, and replaces its own page only', async () => {
    const folder = await temporaryFolder();
    const result = await resultFile(folder, 'run.json', resultOf([small, large]));
    const out = join(folder, 'report.html');
    const { code, stdout, stderr } = await arena(['report', result, '--out', out]);
    expect([code, stderr]).toEqual([0, '']);
    const html = await readFile(out, 'utf8');
    expect(stdout).toBe(`${out}: ${Math.ceil(Buffer.byteLength(html) / 1e3)} kB\n`);
    expect(html).toMatch(/^<!doctype html>/);
    expect(html).toContain('"name":"small"');
    expect(await readdir(folder)).toEqual(['report.html', 'run.json']);
    const only = await resultFile(folder, 'only.json', resultOf([large]));
    expect((await arena(['report', only, '--out', out])).code).toBe(0);
    expect(await readFile(out, 'utf8')).not.toContain('"name":"small"');
  });

  it('leaves a file alone that is no report, unless it is forced', async () => {
    const folder = await temporaryFolder();
    const result = await resultFile(folder, 'run.json', resultOf([small]));
    const out = join(folder, 'notes.html');
    await writeFile(out, '<p>notes</p>');
    const refused = await arena(['report', result, '--out', out]);
    expect(refused).toEqual({
      code: 1,
      stdout: '',
      stderr: `arena: ${out}: expected no file, or an earlier report, got another file; choose another --out, or pass --force to write over it\n`,
    });
    expect(await readFile(out, 'utf8')).toBe('<p>notes</p>');
    expect((await arena(['report', result, '--out', out, '--force'])).code).toBe(0);
    expect(await readFile(out, 'utf8')).toMatch(/^<!doctype html>/);
  });

  it('waits for no other end of a pipe, and writes into it when it is forced', async () => {
    const folder = await temporaryFolder();
    const result = await resultFile(folder, 'run.json', resultOf([small]));
    const out = join(folder, 'pipe');
    await promisify(execFile)('mkfifo', [out]);
    const refused = await arena(['report', result, '--out', out]);
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('expected no file')]);
    const reader = promisify(execFile)('cat', [out], { maxBuffer: 2 ** 26 });
    expect((await arena(['report', result, '--out', out, '--force'])).code).toBe(0);
    expect((await reader).stdout).toMatch(/^<!doctype html>/);
    expect(await readdir(folder)).toEqual(['pipe', 'run.json']);
  });

  it('says in one line why it cannot write, and leaves nothing behind', async () => {
    const folder = await temporaryFolder();
    const result = await resultFile(folder, 'run.json', resultOf([small]));
    const out = join(folder, 'is-a-folder');
    await mkdir(out);
    const { code, stdout, stderr } = await arena(['report', result, '--out', out, '--force']);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^arena: .*is-a-folder: cannot be written \(.*\); choose another place\n$/);
    expect(await readdir(folder)).toEqual(['is-a-folder', 'run.json']);
  });

  it('prints what the page shows as JSON, with results apart that cannot be compared', async () => {
    const folder = await temporaryFolder();
    const first = await resultFile(folder, 'first.json', resultOf([small, large]));
    const other = await resultFile(folder, 'other.json', resultOf([small], { rules: 'lossy-v2' }));
    const { code, stdout } = await arena(['report', first, other, '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      sections: [
        {
          rules: { name: 'lossless-v1' },
          apartBecause: [],
          solutions: [{ name: 'small' }, { name: 'large' }],
        },
        {
          rules: { name: 'lossy-v2' },
          apartBecause: [{ what: 'rule set', here: 'lossy-v2', first: 'lossless-v1' }],
          solutions: [{ name: 'small' }],
        },
      ],
      competition: null,
    });
  });

  it('says what to do without results', async () => {
    const { code, stderr } = await arena(['report'], { cwd: await temporaryFolder() });
    expect([code, stderr]).toEqual([
      2,
      'arena: results: none here yet; name result files, or run pnpm bench first\n',
    ]);
  });
});
