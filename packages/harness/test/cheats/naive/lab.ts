import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Matrix } from '@matrix-arena/contract';
import type { Cheat } from '../cheats.ts';
import { structuredMatrix } from '../matrices.ts';
import { packCheat } from '../pack.ts';
import { type Naive, openNaive, type Reply } from './host.ts';
import { processesWith } from './processes.ts';

/** A place where one cheat may do what it wants, and what it leaves behind is removed. */
export interface Lab {
  /** Folders: everything, the cheat's package, and what its process takes for home, temporary and current. */
  readonly root: string;
  readonly folder: string;
  readonly home: string;
  readonly tmp: string;
  readonly cwd: string;
  /** URL of the cheat's module. */
  readonly entry: string;
  /** Another one in every run, so that nothing that is left over from one can help in the next. */
  readonly matrix: Matrix;
  /** Starts a process without loading the cheat. */
  start(script?: 'worker.js' | 'threads.js'): Naive;
  /** Starts a process and loads the cheat. */
  open(): Promise<Naive>;
  close(): Promise<void>;
}

/** Folders outside the lab that cheats write to. */
const commonFolders = ['/tmp', '/var/tmp', '/dev/shm'];

export async function openLab(cheat: Cheat): Promise<Lab> {
  const root = await mkdtemp(join(os.tmpdir(), 'arena-cheat-'));
  const [home, tmp, cwd, packages] = ['home', 'tmp', 'cwd', 'packages'].map((name) => join(root, name));
  for (const folder of [home, tmp, cwd, join(packages, 'another-solution')])
    await mkdir(folder, { recursive: true });
  await writeFile(join(home, 'secret-of-home'), '');
  await writeFile(join(cwd, 'secret-of-corpus'), '');
  const folder = await packCheat(cheat, packages);
  const entry = pathToFileURL(join(folder, 'index.js')).href;
  const running: Naive[] = [];
  const start = (script: 'worker.js' | 'threads.js' = 'worker.js'): Naive => {
    const naive = openNaive(script, { cwd, env: { HOME: home, TMPDIR: tmp, PATH: process.env.PATH ?? '' } });
    running.push(naive);
    return naive;
  };
  return {
    root,
    folder,
    home,
    tmp,
    cwd,
    entry,
    matrix: structuredMatrix(64, 256, Date.now() % 1e9),
    start,
    async open() {
      const naive = start();
      await naive.ask({ call: 'load', entry });
      return naive;
    },
    async close() {
      await Promise.all(running.map((naive) => naive.kill()));
      for (const pid of processesWith('cheat-daemon', entry)) process.kill(-pid, 'SIGKILL');
      await removeLitter(root);
      await rm(root, { recursive: true });
    },
  };
}

/** Only what no other run of this test can have written, or can miss. */
async function removeLitter(root: string): Promise<void> {
  const parents = root.split('/').map((_, i, parts) => parts.slice(0, i).join('/') || '/');
  for (const folder of new Set([...commonFolders, ...parents])) {
    const names = (await readdir(folder).catch(() => [])).filter((name) =>
      /^cheat-(was-here|cache|kept)/.test(name),
    );
    for (const name of names) {
      const path = join(folder, name);
      const isOurs = name !== 'cheat-was-here' || (await readFile(path, 'utf8')).includes(root);
      if (isOurs) await rm(path, { force: true });
    }
  }
}

const toBase64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

/** Asks for a frame; throws when nothing comes back. */
export async function compressIn(
  naive: Naive,
  { bytes, rows, cols }: Matrix,
  more: object = {},
): Promise<Reply> {
  return told(await naive.ask({ call: 'compress', base64: toBase64(bytes), rows, cols, ...more }));
}

export async function decompressIn(naive: Naive, frame: Reply, more: object = {}): Promise<Reply> {
  return told(await naive.ask({ call: 'decompress', base64: frame.base64, ...more }));
}

/** Whether a matrix came back as it was. */
export function isRestored({ bytes, rows, cols }: Matrix, reply: Reply): boolean {
  return reply.rows === rows && reply.cols === cols && reply.base64 === toBase64(bytes);
}

function told(reply: Reply | null): Reply {
  if (reply === null) throw new Error('the naive worker does not answer');
  return reply;
}
