/** What a solution declares about itself, as data, in `manifest.json` beside its package.json. */
export interface Manifest {
  /** Unique among solutions: lower-case letters, digits and hyphens, starting with a letter. */
  readonly name: string;
  /** Semantic version of the solution. */
  readonly version: string;
  /** Version of the frame format: raised whenever the bytes of a frame change. */
  readonly formatVersion: number;
  /** One line: the idea. */
  readonly description: string;
  readonly authors: readonly string[];
  /** SPDX identifier. */
  readonly license: string;
  readonly homepage?: string | undefined;
  /** Whether every matrix comes back bit for bit. */
  readonly lossless: boolean;
  /** Libraries of the competition's allow-list that stay imports; their code is not counted as the solution's. */
  readonly dependencies: readonly string[];
  /** Built module whose default export is the solution, relative to the manifest. */
  readonly entry: string;
  /**
   * Built module that takes frames apart (see `InspectFrame`), relative to the manifest and outside the entry's folder.
   * It is no code of the codec: not counted, never timed, and loaded by a bench between verification and timing only, in a
   * thread of its own.
   */
  readonly inspect?: string | undefined;
}
