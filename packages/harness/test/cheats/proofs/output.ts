import { expect } from 'vitest';
import type { Reply } from '../naive/host.ts';
import { compressIn, decompressIn, type Lab } from '../naive/lab.ts';
import type { Proof, Proofs } from './proof.ts';

async function frameOf(lab: Lab): Promise<Reply> {
  return compressIn(await lab.open(), lab.matrix);
}

/** A frame that seems to be so long. */
function seemsLong(length: number): Proof {
  return async (lab) => {
    const frame = await frameOf(lab);
    expect(frame.length).toBe(length);
    return `a frame that seems to have ${length} bytes`;
  };
}

export const outputProofs: Proofs = {
  'patches-buffers': seemsLong(1),
  'returns-detached': seemsLong(0),
  'returns-resizable': seemsLong(0),
  'returns-proxy': seemsLong(1),
  'returns-subclass': seemsLong(1),
  'returns-thenable': seemsLong(1),

  async 'returns-array-like'(lab) {
    const frame = await frameOf(lab);
    expect([frame.length, frame.isBytes]).toEqual([1, true]);
    return 'an object that passes for a byte array of 1 byte';
  },

  async 'changes-frame-later'(lab) {
    const frame = Buffer.from((await frameOf(lab)).base64, 'base64');
    expect(frame.every((byte) => byte === 0xa5)).toBe(true);
    return `a frame of ${frame.length} bytes, all garbage when they are read a moment later`;
  },

  async 'changes-when-read'(lab) {
    const naive = await lab.open();
    const matrix = await decompressIn(naive, await compressIn(naive, lab.matrix));
    expect(matrix.isSound).toBe(true);
    expect([matrix.rows, matrix.cols, matrix.length]).toEqual([2 ** 31, '1', 2 ** 20]);
    return `a matrix that is sound when it is checked, then has ${matrix.rows} rows`;
  },

  async 'detaches-input'(lab) {
    const { inputLength } = await frameOf(lab);
    expect(inputLength).toBe(0);
    return 'the input has 0 bytes after the call';
  },

  async 'returns-proxy-codec'(lab) {
    const naive = await lab.open();
    expect((await naive.ask({ call: 'look' }))?.hasEveryMethod).toBe(true);
    return 'whatever method a host looks for is there';
  },
};
