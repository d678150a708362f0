import type { Manifest } from './manifest.ts';
import type { Matrix } from './matrix.ts';

/**
 * Makes a matrix small and restores it exactly.
 *
 * Both calls are synchronous, leave their input alone, and hand out memory that nobody else holds. A call must not
 * remember earlier calls in any way that changes its output.
 */
export interface Codec {
  /**
   * @returns a frame: a self-describing byte sequence of at least one byte, and of at most
   *   `maxFrameBytes(matrix.bytes.length)`; the same for the same matrix on every machine
   * @throws CodecError `invalid-argument` for something that is no matrix, `limit-exceeded` for one too large
   */
  compress(matrix: Matrix): Uint8Array;
  /**
   * @param frame what `compress` returned; nothing else is known
   * @throws CodecError `truncated`, `corrupt`, `unsupported-version` or `limit-exceeded` for a frame that is not
   *   whole and sound; it never allocates beyond `limits` and never returns bytes that it knows to be wrong
   */
  decompress(frame: Uint8Array): Matrix;
}

/** What a solution package exports as `default`. */
export interface Solution {
  readonly manifest: Manifest;
  /**
   * Makes a codec that is ready for its first call: wasm instantiated, tables built, kernels warm. Not timed as
   * part of a sample, but reported. Codecs made by several calls live side by side.
   */
  create(): Codec | Promise<Codec>;
}

/**
 * Declares a solution. Checks types only: the manifest is read and validated as data before any code of the
 * solution runs, so no validator has to travel inside the solution's bundle.
 *
 * @example
 * export default defineSolution({ manifest, create: () => ({ compress, decompress }) });
 */
export function defineSolution(solution: Solution): Solution {
  return Object.freeze(solution);
}
