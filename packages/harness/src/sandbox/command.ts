import { join } from 'node:path';
import type { SandboxTools } from './availability.ts';
import type { Library, Welcome } from './messages.ts';

/** What one box is made of. */
export interface BoxPlan {
  readonly isolation: 'sandbox' | 'unsafe-processes';
  readonly tools: SandboxTools;
  readonly runtime: Runtime;
  /** Absolute path of the solution's built module, and the folder of its code. */
  readonly entryPath: string;
  readonly folder: string;
  readonly libraries: readonly Library[];
  readonly memoryLimitBytes: number;
  /** Core to stay on; null for any. */
  readonly core: number | null;
}

/** The harness's own part: what runs in a box, and what it runs on. */
export interface Runtime {
  /** Absolute path of the node binary, and of the shared libraries that it loads. */
  readonly node: string;
  readonly sharedObjects: readonly string[];
  /** Folder of the package: its package.json, which makes modules of the files in dist, and dist. */
  readonly folder: string;
}

/** A command line, and where the child finds what it needs. */
export interface BoxCommand {
  readonly file: string;
  readonly args: readonly string[];
  readonly welcome: Welcome;
}

/** Private writable memory of a child that has loaded an empty solution, and then some: heaps, stacks, tables. */
const ownBytes = 400e6;

/** Where things are in a box. Nothing else is there: no home, no /etc, no /proc, no /dev, nothing to write to. */
const inside = {
  runtime: '/arena/runtime',
  solution: '/arena/solution',
  library: (name: string) => `/arena/node_modules/${name}`,
};

/** The command line of one box, as data. */
export function boxCommand(plan: BoxPlan): BoxCommand {
  const [file, ...args] = plan.isolation === 'sandbox' ? sandboxed(plan) : unsafe(plan);
  return { file, args, welcome: welcomeOf(plan) };
}

function welcomeOf({ isolation, entryPath, folder, libraries }: BoxPlan): Welcome {
  if (isolation === 'unsafe-processes') return { entryPath, folder, libraries, isPeakOwn: false };
  return {
    entryPath: inside.solution + entryPath.slice(folder.length),
    folder: inside.solution,
    libraries: libraries.map(({ name }) => ({ name, folder: inside.library(name) })),
    isPeakOwn: true,
  };
}

/**
 * The limits are set outside, so that no other program has to be in the box. Network, processes, semaphores and host
 * name are the box's own and empty. It ends when the harness ends, however that happens.
 */
function sandboxed(plan: BoxPlan): string[] {
  const { tools, runtime, folder, libraries } = plan;
  const readOnly = (from: string, to: string): string[] => ['--ro-bind', from, to];
  return [
    ...limits(plan),
    tools.bwrap as string,
    ...['--unshare-all', '--die-with-parent', '--clearenv', '--cap-drop', 'ALL'],
    ...[runtime.node, ...runtime.sharedObjects].flatMap((path) => readOnly(path, path)),
    ...readOnly(join(runtime.folder, 'package.json'), `${inside.runtime}/package.json`),
    ...readOnly(join(runtime.folder, 'dist'), `${inside.runtime}/dist`),
    ...readOnly(folder, inside.solution),
    ...libraries.flatMap((library) => readOnly(library.folder, inside.library(library.name))),
    ...['--remount-ro', '/', '--chdir', '/', '--'],
    ...node(plan, inside.runtime, ['/arena/*']),
  ];
}

/** The same child without walls, for machines that have none. What there is to limit it is used. */
function unsafe(plan: BoxPlan): string[] {
  const { tools, runtime, folder, libraries } = plan;
  const readable = [join(runtime.folder, 'dist'), folder, ...libraries.map((library) => library.folder)];
  return [
    ...(tools.setpriv === null ? [] : [tools.setpriv, '--pdeathsig', 'SIGKILL', '--']),
    ...limits(plan),
    ...node(plan, runtime.folder, [
      join(runtime.folder, 'package.json'),
      ...readable.map((path) => `${path}/*`),
    ]),
  ];
}

/**
 * Limits on private writable memory: heaps, buffers and committed wasm memory together. A limit on address space would
 * count what wasm reserves and never uses.
 */
function limits({ tools, memoryLimitBytes, core }: BoxPlan): string[] {
  const data = `--data=${Math.ceil(memoryLimitBytes + ownBytes)}`;
  return [
    ...(tools.prlimit === null ? [] : [tools.prlimit, data, '--core=0', '--fsize=0', '--nofile=64', '--']),
    ...(tools.taskset === null || core === null ? [] : [tools.taskset, '--cpu-list', `${core}`]),
  ];
}

/** Node with everything switched off that a codec does not need. */
function node({ runtime, memoryLimitBytes }: BoxPlan, runtimeFolder: string, readable: string[]): string[] {
  const permission = process.allowedNodeEnvironmentFlags.has('--permission')
    ? '--permission'
    : '--experimental-permission';
  return [
    runtime.node,
    permission,
    ...readable.map((pattern) => `--allow-fs-read=${pattern}`),
    `--max-old-space-size=${Math.ceil(memoryLimitBytes / 2 ** 20)}`,
    // No eval: a function made from text could import what the module loader refuses.
    '--disallow-code-generation-from-strings',
    ...['--experimental-vm-modules', '--experimental-import-meta-resolve', '--no-addons', '--no-warnings'],
    `${runtimeFolder}/dist/sandbox-child.js`,
  ];
}
