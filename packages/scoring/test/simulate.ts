import { type Draw, seededDraw } from '../src/random.ts';
import { type OkTrial, okTrial } from './results.ts';

/** What is random in a simulated run; deviations are shares of a call's true time. */
export interface Noise {
  readonly stages: number;
  readonly samplesPerStage: number;
  /** Standard deviation of what all samples of a stage share. */
  readonly drift: number;
  /** Standard deviation of each sample. */
  readonly jitter: number;
}

/** Standard normal numbers (Box and Muller 1958). */
export function normals(seed: number): () => number {
  const draw: Draw = seededDraw(seed);
  const uniform = (): number => (draw(2 ** 30) + 1) / 2 ** 30;
  // The generator's state starts out nearly as small as the seed.
  for (let i = 0; i < 20; i++) uniform();
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}

/** Slowdown of each stage of a run, as a share of the time. */
export function driftOf({ stages, drift }: Noise, normal: () => number): number[] {
  return Array.from({ length: stages }, () => drift * normal());
}

/** One trial for each matrix whose compress and decompress take `trueMs` each, apart from noise. */
export function simulate(
  matrices: readonly { readonly id: string }[],
  { compressedBytes, trueMs }: { readonly compressedBytes: number; readonly trueMs: number },
  { samplesPerStage, jitter }: Noise,
  drift: readonly number[],
  normal: () => number,
): OkTrial[] {
  const stages = drift.flatMap((_, stage) => new Array<number>(samplesPerStage).fill(stage));
  const times = (): number[] => stages.map((stage) => trueMs * (1 + drift[stage] + jitter * normal()));
  return matrices.map(({ id }) =>
    okTrial(id, compressedBytes, { compressMs: times(), decompressMs: times(), stages }),
  );
}
