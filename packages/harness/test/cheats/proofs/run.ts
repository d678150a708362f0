import { expect } from 'vitest';
import type { Naive, Reply } from '../naive/host.ts';
import { compressIn, decompressIn, type Lab } from '../naive/lab.ts';
import { processState } from '../naive/processes.ts';
import { eventually, type Proof, type Proofs } from './proof.ts';

const patienceMs = 700;
const compressTask = ({ matrix: { bytes, rows, cols } }: Lab): object => {
  return { call: 'compress', base64: Buffer.from(bytes).toString('base64'), rows, cols };
};

/** A process that ends without an answer. */
function ends(code: number | null, signal: NodeJS.Signals | null): Proof {
  return async (lab) => {
    const naive = await lab.open();
    expect(await naive.ask(compressTask(lab), patienceMs)).toBeNull();
    expect(await naive.exit).toEqual({ code, signal });
    return `the process is gone: ${signal ?? `code ${code}`}`;
  };
}

/** A process that answers, and ends nonetheless. */
const diesLater: Proof = async (lab) => {
  const naive = await lab.open();
  expect((await compressIn(naive, lab.matrix)).outcome).toBe('frame');
  expect((await naive.exit).code).toBe(1);
  return 'the process ends by an error right after its answer';
};

/** A process that is at work as long as one looks. */
async function isBusy(naive: Naive, task: object): Promise<string> {
  const before = processState(naive.pid)?.cpuMs ?? 0;
  expect(await naive.ask(task, patienceMs)).toBeNull();
  const busyMs = (processState(naive.pid)?.cpuMs ?? 0) - before;
  expect(busyMs).toBeGreaterThan(patienceMs / 20);
  return `no answer within ${patienceMs} ms, ${busyMs} ms of processor used`;
}

const loopsInLoad: Proof = (lab) => isBusy(lab.start(), { call: 'load', entry: lab.entry });
const loopsInCompress: Proof = async (lab) => isBusy(await lab.open(), compressTask(lab));
const loopsInDecompress: Proof = async (lab) => {
  const naive = await lab.open();
  const { base64 } = await compressIn(naive, lab.matrix);
  return isBusy(naive, { call: 'decompress', base64 });
};

const enoughBytes = 5e8;

/** Seen from outside, and ended there: nothing else would. */
const growsWithoutEnd: Proof = async (lab) => {
  const naive = await lab.open();
  const asked = naive.ask(compressTask(lab), 60_000);
  let mostBytes = 0;
  const isLarge = await eventually(() => {
    mostBytes = Math.max(mostBytes, processState(naive.pid)?.residentBytes ?? 0);
    return mostBytes > enoughBytes;
  });
  await naive.kill();
  expect(isLarge).toBe(true);
  void asked;
  return `${Math.round(mostBytes / 1e6)} MB resident when it was ended`;
};

async function thrown(lab: Lab): Promise<Reply> {
  return compressIn(await lab.open(), lab.matrix);
}

export const runProofs: Proofs = {
  exits: ends(0, null),
  aborts: ends(null, 'SIGABRT'),
  'kills-itself': ends(null, 'SIGKILL'),

  async 'stops-itself'(lab) {
    const naive = await lab.open();
    expect(await naive.ask(compressTask(lab), patienceMs)).toBeNull();
    expect(processState(naive.pid)?.state).toBe('T');
    return 'the process is halted and still there';
  },

  'fills-buffers': growsWithoutEnd,
  'fills-wasm': growsWithoutEnd,
  'fills-strings': growsWithoutEnd,
  'fills-heap': growsWithoutEnd,

  'loops-in-import': loopsInLoad,
  'loops-in-create': loopsInLoad,
  'loops-in-compress': loopsInCompress,
  'loops-in-message': loopsInCompress,
  'loops-in-decompress': loopsInDecompress,
  'loops-in-getter': loopsInDecompress,

  async 'loops-in-microtasks'(lab) {
    const naive = await lab.open();
    expect((await compressIn(naive, lab.matrix)).outcome).toBe('frame');
    return isBusy(naive, compressTask(lab));
  },

  async 'waits-in-create'(lab) {
    const naive = lab.start();
    expect(await naive.ask({ call: 'load', entry: lab.entry }, patienceMs)).toBeNull();
    return `no answer within ${patienceMs} ms`;
  },

  async 'returns-gigabyte-frame'(lab) {
    const { length } = await compressIn(await lab.open(), lab.matrix);
    expect(length).toBe(2 ** 30);
    return `a frame of ${length} bytes`;
  },

  async 'returns-gigabyte-matrix'(lab) {
    const naive = await lab.open();
    const { length } = await decompressIn(naive, await compressIn(naive, lab.matrix));
    expect(length).toBe(2 ** 30);
    return `a matrix of ${length} bytes`;
  },

  async 'claims-huge-shape'(lab) {
    const naive = await lab.open();
    const { rows, cols } = await decompressIn(naive, await compressIn(naive, lab.matrix));
    expect(rows * cols).toBeGreaterThan(1e30);
    return `a matrix of ${rows} x ${cols}`;
  },

  'throws-unreadable': ends(1, null),
  'throws-proxy': ends(1, null),
  'throws-later': diesLater,
  'rejects-later': diesLater,

  async 'throws-long'(lab) {
    const { messageLength } = await thrown(lab);
    expect(messageLength).toBeGreaterThan(9e7);
    return `an error with a message of ${messageLength} characters`;
  },

  async 'throws-buffer'(lab) {
    const { outcome, message } = await thrown(lab);
    expect([outcome, message]).toEqual(['threw', 'undefined: undefined']);
    return 'something without a name or a message is thrown';
  },
};
