import { createHash } from 'node:crypto';
import type { Codec, Matrix } from '@matrix-arena/contract';

/** The codec that all cheats are built on. */
export const honest = (await import(new URL('code/codec.js', import.meta.url).href)) as Codec & {
  readonly markAt: number;
};

/** What a cheat says of its attack in its frames: not made, made and blocked, took effect as far as it can tell. */
export const marks = { none: 0, blocked: 1, tookEffect: 2 } as const;

/** Hash of the frame that a cheat which works honestly otherwise makes with a mark: whether it has attacked at all. */
export function frameSha256(matrix: Matrix, mark: (typeof marks)[keyof typeof marks]): string {
  const frame = honest.compress(matrix);
  frame[honest.markAt] = mark;
  return createHash('sha256').update(frame).digest('hex');
}
