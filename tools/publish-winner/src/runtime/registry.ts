import type { Codec, InspectFrame } from '@matrix-arena/contract';

/** What a file below `decoders` exports. It stays as it is when later packages carry the file over. */
export interface SolutionModule {
  create(): Codec | Promise<Codec>;
}

/** What a file below `inspect` exports. */
export interface InspectModule {
  readonly inspect: InspectFrame;
}

/** A solution whose frames the package reads. */
export interface RegisteredSolution {
  readonly name: string;
  readonly formatVersion: number;
  readonly load: () => Promise<SolutionModule>;
  /** Null for a solution that does not say where its bits go. */
  readonly loadInspect: (() => Promise<InspectModule>) | null;
}

/**
 * The winner, and then the earlier ones. Staging writes a `registry.js` into each package, with an `import()` of each
 * file by its name, so that bundlers split them and only what is used gets loaded. Here nothing is registered.
 */
export const solutions: readonly RegisteredSolution[] = [];
