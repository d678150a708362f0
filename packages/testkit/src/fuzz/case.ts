import type { Codec, CodecErrorKind, Matrix } from '@matrix-arena/contract';
import type { RandomSource } from '../matrices/random.ts';
import type { ByteRun } from './byte-run.ts';
import type { Pool } from './pool.ts';

interface CaseBase {
  /** What was done to what, for a person who looks for the defect. */
  tell(): string;
  /** How many edits made it; any of them can be left out. */
  readonly editCount: number;
}

/** Bytes to decompress that are most likely no sound frame. */
export interface FrameCase extends CaseBase {
  readonly type: 'frame';
  readonly frame: Uint8Array;
  /** Matrices that the bytes may yet stand for. */
  readonly originals: readonly Matrix[];
}

/** A sound matrix, which has to come back. */
export interface MatrixCase extends CaseBase {
  readonly type: 'matrix';
  readonly matrix: Matrix;
}

/** A call with what is no argument for it. */
export interface ArgumentCase extends CaseBase {
  readonly type: 'argument';
  readonly kinds: readonly CodecErrorKind[];
  call(codec: Codec): unknown;
}

export type FuzzCase = FrameCase | MatrixCase | ArgumentCase;

/** What a case is made of. */
export interface CaseSource {
  readonly random: RandomSource;
  readonly pool: Pool;
  /** For the bytes of the case: void when the next one is made. */
  readonly run: ByteRun;
  /** Whether an edit, counted from 0, is made. All are drawn, so that leaving one out does not change the others. */
  keeps(edit: number): boolean;
}

/** A way to make cases. */
export interface CaseKind {
  /** Of a thousand cases. */
  readonly share: number;
  readonly name: string;
  make(source: CaseSource): FuzzCase;
}
