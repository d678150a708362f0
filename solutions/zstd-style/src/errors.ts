import { CodecError } from '@matrix-arena/contract';
import { codec } from './constants.ts';

/** A frame that contradicts itself. */
export function corrupt(what: string, expected: number | string, got: number | string): CodecError {
  return new CodecError('corrupt', { codec, stage: 'decompress', what, expected, got });
}

/** @throws CodecError `corrupt` unless both are the same */
export function expectSame(what: string, expected: number | string, got: number | string): void {
  if (got !== expected) throw corrupt(what, expected, got);
}

/** @throws CodecError `corrupt` when it is more */
export function expectAtMost(what: string, most: number, got: number): void {
  if (got > most) throw corrupt(what, `at most ${most}`, got);
}
