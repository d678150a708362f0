import { join } from 'node:path';
import { expect, it } from 'vitest';
import { proveSandbox } from '../src/sandbox/availability.ts';
import { claimFault } from '../src/sandbox/claims.ts';
import { boxCommand } from '../src/sandbox/command.ts';
import { coresOf } from '../src/sandbox/cores.ts';
import { endingError, isAllocationFailure } from '../src/sandbox/ending.ts';
import { findLibraries } from '../src/sandbox/libraries.ts';
import { replyField, replyHeadBytes, tokenBytes } from '../src/sandbox/messages.ts';
import { readReply } from '../src/sandbox/reply-reader.ts';
import { readSolutionPackage } from '../src/solution-package.ts';
import { builtSolution, fixture } from './sandbox-fixtures/pools.ts';

const honest = { claimedMs: 30, waitedMs: 35, processorMs: 31, copiedBytes: 1e6 };

it.each([
  ['an honest one', {}, null],
  ['one that waited for its core', { waitedMs: 900 }, null],
  ['one where the kernel tells nothing', { processorMs: null }, null],
  ['one of no time', { claimedMs: 0, processorMs: 39 }, null],
  ['one that copied a lot', { claimedMs: 0, processorMs: 190, copiedBytes: 1e8 }, null],
  ['more than the host waited', { claimedMs: 35.1 }, 'claims 35.1 ms of a call that took at most 35.000 ms'],
  ['less than nothing', { claimedMs: -0.1 }, 'claims -0.1 ms of a call that took at most 35.000 ms'],
  ['no number', { claimedMs: Number.NaN }, 'claims NaN ms of a call that took at most 35.000 ms'],
  [
    'less than was worked',
    { claimedMs: 5, processorMs: 51 },
    'claims 5 ms of a call that took 51.000 ms of processor time',
  ],
])('claim of %s', (_, change, fault) => {
  expect(claimFault({ ...honest, ...change })).toBe(fault);
});

it('cores are read as the kernel lists them', () => {
  expect(coresOf('0-2,5,8-9')).toEqual([0, 1, 2, 5, 8, 9]);
  expect(coresOf('3')).toEqual([3]);
  expect(coresOf('')).toEqual([]);
});

it.each([
  [{ exitCode: 3 }, 'ERR_WORKER_EXIT', 'the process ended with exit code 3'],
  [{ exitCode: 139 }, 'ERR_WORKER_EXIT', 'the process ended with SIGSEGV'],
  [
    { exitCode: 1, stderrTail: 'bwrap: No permissions\n' },
    'ERR_WORKER_EXIT',
    'the process ended with exit code 1: bwrap: No permissions',
  ],
  [{ exitCode: 137 }, 'ERR_WORKER_OUT_OF_MEMORY', 'the process ended with SIGKILL, out of memory'],
  [{ signal: 'SIGKILL' }, 'ERR_WORKER_OUT_OF_MEMORY', 'the process ended with SIGKILL, out of memory'],
  [
    {
      exitCode: 134,
      stderrTail: 'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory\n',
    },
    'ERR_WORKER_OUT_OF_MEMORY',
    'the process ended with SIGABRT, out of memory: FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory',
  ],
] as const)('ending %j', (ending, code, message) => {
  expect(endingError({ exitCode: null, signal: null, stderrTail: '', ...ending })).toMatchObject({
    code,
    message,
  });
});

it('a failed allocation is told from other errors', () => {
  expect(isAllocationFailure('RangeError: Array buffer allocation failed')).toBe(true);
  expect(isAllocationFailure('RangeError: WebAssembly.Memory(): could not allocate memory')).toBe(true);
  expect(isAllocationFailure('RangeError: Invalid array length')).toBe(false);
  expect(isAllocationFailure('CodecError: allocation failed')).toBe(false);
});

it('a reply is read from chunks of any size', () => {
  const token = new Uint8Array(tokenBytes).fill(7);
  const bytes = new Uint8Array(replyHeadBytes + 2 + 5);
  const fields = new Float64Array(bytes.buffer, tokenBytes, 10);
  bytes.set(token);
  fields[replyField.textBytes] = 2;
  fields[replyField.payloadBytes] = 5;
  bytes.set(new TextEncoder().encode('hi'), replyHeadBytes);
  bytes.set([1, 2, 3, 4, 5], replyHeadBytes + 2);
  for (let size = 1; size <= bytes.length; size++) {
    let heads = 0;
    const reader = readReply(token, 5, () => heads++);
    const replies = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
      reader.push(bytes.subarray(i * size, (i + 1) * size)),
    );
    expect(replies.slice(0, -1).every((reply) => reply === null)).toBe(true);
    expect(replies.at(-1)).toMatchObject({ text: 'hi', payload: Uint8Array.of(1, 2, 3, 4, 5) });
    expect(heads).toBe(1);
  }
});

it('a machine without the programs is told what to install', async () => {
  await expect(proveSandbox('/nowhere')).rejects.toMatchObject({
    kind: 'unavailable',
    message:
      'sandbox: bwrap, prlimit, taskset: run apt-get install bubblewrap util-linux, ' +
      'or pass --unsafe to run solutions without a sandbox',
  });
});

it('libraries are found behind links, and missing ones are named', async () => {
  const [library] = await findLibraries(await readSolutionPackage(builtSolution('baseline')));
  expect(library.name).toBe('@bokuweb/zstd-wasm');
  expect(library.folder).toMatch(/\.pnpm\/.*@bokuweb\/zstd-wasm$/);
  const solution = await readSolutionPackage(fixture('store'));
  const other = (...dependencies: string[]) => ({
    ...solution,
    manifest: { ...solution.manifest, dependencies },
  });
  await expect(findLibraries(other('no-such-library'))).rejects.toMatchObject({ kind: 'not-found' });
  await expect(findLibraries(other('piscina'))).resolves.toMatchObject([{ name: 'piscina' }]);
});

it('a box shows the solution its own folder, its libraries and the runtime', () => {
  const tools = { bwrap: '/bin/bwrap', prlimit: '/bin/prlimit', taskset: '/bin/taskset', setpriv: null };
  const { file, args, welcome } = boxCommand({
    isolation: 'sandbox',
    tools,
    runtime: { node: '/bin/node', sharedObjects: ['/lib/libc.so.6'], folder: '/harness' },
    entryPath: '/solutions/one/dist/index.js',
    folder: '/solutions/one/dist',
    libraries: [{ name: 'library', folder: '/store/library' }],
    memoryLimitBytes: 1e9,
    core: 3,
  });
  const bound = args.flatMap((arg, i) => (arg === '--ro-bind' ? [`${args[i + 1]} ${args[i + 2]}`] : []));
  expect(bound).toEqual([
    '/bin/node /bin/node',
    '/lib/libc.so.6 /lib/libc.so.6',
    '/harness/package.json /arena/runtime/package.json',
    '/harness/dist /arena/runtime/dist',
    '/solutions/one/dist /arena/solution',
    '/store/library /arena/node_modules/library',
  ]);
  expect([file, ...args.slice(0, 8)]).toEqual([
    ...['/bin/prlimit', '--data=1400000000', '--core=0', '--fsize=0', '--nofile=64', '--'],
    ...['/bin/taskset', '--cpu-list', '3'],
  ]);
  expect(welcome).toEqual({
    entryPath: join('/arena/solution', 'index.js'),
    folder: '/arena/solution',
    libraries: [{ name: 'library', folder: '/arena/node_modules/library' }],
    isPeakOwn: true,
  });
});
