import type { RaceSettings } from './race/settings.ts';

/** What the page carries besides its own script, as inert JSON. */
export interface Embedded {
  /** Texts that scripts are made of: what several of them hold, such as a library's wasm, is here once. */
  readonly pieces: readonly string[];
  /** The script that every worker starts with. */
  readonly driver: string;
  readonly solutions: readonly EmbeddedSolution[];
  readonly samples: readonly EmbeddedSample[];
  readonly settings: RaceSettings;
}

/** A script, as indices of the pieces that it is joined from. */
export type PieceList = readonly number[];

export interface EmbeddedSolution {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  /** Built files without libraries, as the rules count them. */
  readonly codeBytes: number;
  /** Null when there is a problem. */
  readonly codec: PieceList | null;
  /** What takes frames apart; null when the solution has no such module. */
  readonly inspect: PieceList | null;
  /** Why it cannot take part; null when it can. */
  readonly problem: string | null;
}

export interface EmbeddedSample {
  readonly id: string;
  /** What it is, in a few words. */
  readonly title: string;
  readonly rows: number;
  readonly cols: number;
  readonly base64: string;
}
