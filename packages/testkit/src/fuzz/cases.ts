import { memberSource } from '../matrices/random.ts';
import { argumentKinds } from './argument-cases.ts';
import type { ByteRun } from './byte-run.ts';
import type { CaseKind, FuzzCase } from './case.ts';
import { frameKinds } from './frame-cases.ts';
import { matrixKinds } from './matrix-cases.ts';
import type { Pool } from './pool.ts';
import { picker } from './weighted.ts';

export const caseKinds: readonly CaseKind[] = [...frameKinds, ...matrixKinds, ...argumentKinds];

const pickKind = picker(caseKinds);

/** Room for the largest frame of the pool with what edits add to it. */
const runBytes = 256 * 1024;

/** Makes any case of a seed. One maker for a thread: a case is void when the next one is made. */
export interface CaseMaker {
  /** @param dropped edits to leave out, counted from 0 */
  make(index: number, dropped?: ReadonlySet<number>): FuzzCase & { readonly kind: string };
}

/**
 * Case `index` of a seed is the same in every run and on every machine, whatever came before. Cases are made of frames,
 * so those of a codec change with its format.
 */
export function caseMaker(pool: Pool, seed: number): CaseMaker {
  const memory = new Uint8Array(runBytes);
  return {
    make(index, dropped) {
      const random = memberSource(seed, index);
      const kind = pickKind(random);
      // Inputs may start at any offset.
      const run: ByteRun = { bytes: memory.subarray(random.below(8)), length: 0 };
      const keeps = (edit: number): boolean => dropped?.has(edit) !== true;
      return { ...kind.make({ random, pool, run, keeps }), kind: kind.name };
    },
  };
}
