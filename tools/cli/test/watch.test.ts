import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readResultFile } from '@matrix-arena/harness';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { arena, command, fixture, smallSet, temporaryFolder } from './arena.ts';
import { edit, soundCodec } from './packages.ts';

const codec = `import { decodePlane, encodePlane } from './planes.js';

function compress({ bytes, rows, cols }) {
  const planes = [0, 1].map((from) => encodePlane(bytes.filter((_, index) => index % 2 === from)));
  const frame = new Uint8Array(8 + planes[0].length + planes[1].length);
  frame.set(new Uint8Array(Uint32Array.of(rows, cols).buffer));
  frame.set(planes[0], 8);
  frame.set(planes[1], 8 + planes[0].length);
  return frame;
}

function decompress(frame) {
  const [rows, cols] = new Uint32Array(frame.slice(0, 8).buffer);
  let at = 8;
  const reader = { u8: () => frame[at++], bytes: (count) => frame.subarray(at, (at += count)) };
  const planes = [decodePlane(reader, rows * cols), decodePlane(reader, rows * cols)];
  const bytes = new Uint8Array(2 * rows * cols);
  for (let index = 0; index < bytes.length; index++) bytes[index] = planes[index % 2][index >> 1];
  return { bytes, rows, cols, dtype: 'bf16' };
}

export default { manifest: {}, create: () => ({ compress, decompress }) };
`;

const files = ['index.js', 'planes.js'];
const build = [
  ...files.map((file) => `node --check src/${file}`),
  `node -e "fs.cpSync('src', 'dist', { recursive: true })"`,
].join(' && ');

const manifest = {
  name: 'watched',
  version: '1.0.0',
  formatVersion: 1,
  description: 'byte planes',
  authors: ['nobody'],
  license: 'MIT',
  lossless: true,
  entry: './dist/index.js',
};

/** A package whose build copies its sources, after it has looked whether they are modules. */
async function watchedPackage(): Promise<string> {
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'src'));
  await writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest));
  const packageJson = { name: 'watched', type: 'module', scripts: { build } };
  await writeFile(join(folder, 'package.json'), JSON.stringify(packageJson));
  await writeFile(join(folder, 'src/index.js'), codec);
  await cp(join(soundCodec, 'planes.js'), join(folder, 'src/planes.js'));
  return folder;
}

/** A watch in a process of its own. */
interface Watch {
  /** What was written to stdout since the last call, once all of it up to a match is there. */
  read(pattern: RegExp): Promise<string>;
  readStderr(pattern: RegExp): Promise<string>;
  end(): Promise<number | null>;
}

/** Far beyond what a bench of two small matrices takes, also where other work goes on. */
const limitMs = 60_000;
const running = new Set<() => void>();

function startWatch(args: readonly string[], cwd = process.cwd()): Watch {
  const short = ['--repeats', '2', '--quiet-wait-ms', '0'];
  const child = spawn(process.execPath, [command, 'bench', ...args, '--watch', ...short], {
    cwd,
    env: { ...process.env, CI: 'true', NO_COLOR: '1' },
  });
  running.add(() => child.kill('SIGKILL'));
  const reader = (stream: NodeJS.ReadableStream): ((pattern: RegExp) => Promise<string>) => {
    let text = '';
    let look = (): void => {};
    stream.setEncoding('utf8').on('data', (more: string) => {
      text += more;
      look();
    });
    return (pattern) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error(`expected ${pattern}, got ${text}`)), limitMs);
        look = () => {
          const match = pattern.exec(text);
          if (match === null) return;
          clearTimeout(timer);
          look = () => {};
          const end = match.index + match[0].length;
          resolve(text.slice(0, end));
          text = text.slice(end);
        };
        look();
      });
  };
  const ended = once(child, 'close') as Promise<[number | null]>;
  return {
    read: reader(child.stdout),
    readStderr: reader(child.stderr),
    async end() {
      child.kill('SIGINT');
      return (await ended)[0];
    },
  };
}

let set: string;
beforeAll(async () => {
  set = await smallSet();
});
afterEach(() => {
  for (const kill of running) kill();
  running.clear();
});
const folders: string[] = [];
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

const moved = /moved since the last run.*\n(.*\.bf16 .*\n)+/;
const waiting = /waiting for a change; Ctrl-C ends\n/;

describe('arena bench --watch', { timeout: 2 * limitMs }, () => {
  it('benches again what is saved, shows what changed, and goes on after a failed build', async () => {
    const folder = await watchedPackage();
    folders.push(folder);
    const path = join(folder, 'run.json');
    const watch = startWatch([folder, '--set', set, '--json', path]);

    const first = await watch.read(/run 1: 2 matrices, 2 passes, .* s\n.*\nwatched .*\n/);
    expect(first).toMatch(/^\d\d:\d\d:\d\d {2}watched {2}run 1: /);
    expect(first).toMatch(
      /\n +score +95 % interval +ratio +compress MB\/s +decompress MB\/s\nwatched +0\.\d{4} /,
    );
    await watch.readStderr(waiting);
    const { solutions } = await readResultFile(path);

    // Both planes stored: other code behind the same URL, and longer frames.
    await edit(folder, 'src/planes.js', 'codedBytes > plane.length', 'true');
    const second = await watch.read(moved);
    expect(second).toMatch(/run 2: 2 matrices/);
    expect(second).toMatch(/\nwatched +0\.0000 .* 1\.000 /);
    expect(second).toMatch(/\nsince the last run +-0\.\d{4} +-0\.\d{4}\.\.-0\.\d{4} +-0\.\d{3} .* worse\n/);
    expect(second.match(/\.bf16 +0\.0000 +-0\.\d{4} +1\.000 +-0\.\d{3} /g)).toHaveLength(2);
    await watch.readStderr(waiting);
    const [after] = (await readResultFile(path)).solutions;
    expect(after.bundleSha256).not.toBe(solutions[0].bundleSha256);

    await edit(folder, 'src/planes.js', 'const stored = 0;', 'const stored = ;');
    const broken = await watch.read(/SyntaxError: .*\n/);
    expect(broken).toMatch(/\d\d:\d\d:\d\d {2}watched {2}the build failed with exit code 1\n/);
    expect(broken).toContain('const stored = ;');
    await watch.readStderr(waiting);

    await edit(folder, 'src/planes.js', 'const stored = ;', 'const stored = 0;');
    const mended = await watch.read(
      /run 3: (.*\n)+?no matrix moved beyond the noise|run 3: (.*\n)+?.*\.bf16/,
    );
    expect(mended).toMatch(/\nsince the last run +0\.0000 +0\.0000\.\.0\.0000 +0\.000 .* within noise\n/);
    await watch.readStderr(waiting);

    await writeFile(join(folder, 'manifest.json'), JSON.stringify({ ...manifest, version: 1 }));
    await watch.read(/watched {2}.*manifest\.json field version: .*; correct the manifest\n/);

    expect(await watch.end()).toBe(130);
    await watch.readStderr(/\narena: watch: ended\n$/);
    const left = ['dist', 'manifest.json', 'package.json', 'run.json', 'src'];
    expect((await readdir(folder)).sort()).toEqual(left);
  });

  it('holds the first solution against the others, and says on which matrices it fails', async () => {
    const folder = await watchedPackage();
    folders.push(folder);
    const watch = startWatch([folder, fixture('store'), '--set', set]);
    const first = await watch.read(/against store .*\n/);
    expect(first).toMatch(/\nagainst store +\+0\.\d{4} +\+0\.\d{4}\.\.\+0\.\d{4} +\+0\.\d{3} .* better\n/);
    await watch.readStderr(waiting);
    await edit(
      folder,
      'src/index.js',
      'const [rows, cols]',
      "throw new Error('no luck'); const [rows, cols]",
    );
    const second = await watch.read(moved);
    expect(second).toMatch(/\nwatched +0\.0000 +0\.0000\.\.0\.0000 +– +– +–\n/);
    expect(second).toMatch(/\nagainst store +0\.0000 /);
    expect(second).toMatch(/\nfailed: 2 matrices, first decode-error on .*\.bf16: .*no luck\n/);
    expect(second.match(/\.bf16 +0\.0000 +-0\.\d{4} +– +– +– +–/g)).toHaveLength(2);
    expect(await watch.end()).toBe(130);
  });

  it('without others holds it against the best stored result, on the matrices of the run', async () => {
    const checkout = await temporaryFolder();
    folders.push(checkout);
    await writeFile(join(checkout, 'pnpm-workspace.yaml'), '');
    await cp(await watchedPackage(), join(checkout, 'solutions/watched'), { recursive: true });
    for (const name of ['store', 'prints']) {
      const folder = join(checkout, 'solutions', name);
      await mkdir(join(folder, '.arena'), { recursive: true });
      await cp(fixture(name), join(folder, 'manifest.json'));
    }
    const stored = join(checkout, 'solutions/store/.arena/result.json');
    await arena(['bench', fixture('store'), '--set', set, '--quick', '--repeats', '1', '--json', stored]);
    await writeFile(join(checkout, 'solutions/prints/.arena/result.json'), 'not a result');
    const watch = startWatch(['watched', '--set', set, '--count', '1'], checkout);
    const first = await watch.read(/against .*\n/);
    expect(first).toMatch(/run 1: 1 matrix, 2 passes/);
    expect(first).toMatch(/\nagainst store +\+0\.\d{4} +.* \+0\.\d{3} .* better\n/);
    expect(await watch.end()).toBe(130);
  });

  it('ends a bench when something is saved, and starts again', async () => {
    const folder = await watchedPackage();
    folders.push(folder);
    await edit(folder, 'src/index.js', 'function compress({', 'function compress({ dtype,');
    await edit(folder, 'src/index.js', 'const planes', 'for (;;) {}\n  const planes');
    const watch = startWatch([folder, '--set', set, '--call-limit-ms', '600000']);
    await watch.readStderr(/screen: /);
    await edit(folder, 'src/index.js', 'for (;;) {}', '');
    await watch.readStderr(/changed: starting again\n/);
    expect(await watch.read(/run 1: .*\n.*\nwatched .*\n/)).toMatch(/^\d\d:\d\d:\d\d {2}watched {2}run 1: /);
    expect(await watch.end()).toBe(130);
  });

  it.each([
    ['without a solution', ['--watch'], 'name the solution to watch, and those to hold it against behind it'],
    [
      'with a tarball',
      ['./x.tgz', '--watch'],
      'watches folders; unpack the tarball, or bench it without --watch',
    ],
    [
      'with --json -',
      ['./x', '--watch', '--json', '-'],
      'prints tables; pass a file to --json for the result of each run',
    ],
  ])('is refused %s', async (_, args, hint) => {
    const { code, stdout, stderr } = await arena(['bench', ...args]);
    expect([code, stdout, stderr]).toEqual([2, '', `arena: --watch: ${hint}\n`]);
  });
});
