/** What a package is made of. */
export interface StageOptions {
  /** Folder of the winner: built, with its manifest. */
  readonly solutionFolder: string;
  /** A folder that is not there yet, or empty. */
  readonly outFolder: string;
  /** Semantic version of the package. */
  readonly version: string;
  /** The version before this one, unpacked: its decoders and golden frames are carried over. Null for the first one. */
  readonly previousFolder: string | null;
  /** Text of README.md. */
  readonly readme: string;
  /** Where the winner comes from: kept as it is, as `origin` in PROVENANCE.json. */
  readonly provenance: object;
  /** Folders with the manifest's libraries by name, for a solution that has none installed. */
  readonly libraryFolders?: readonly string[] | undefined;
}

/** A library whose code is in the package, and what its licence asks for. */
export interface Library {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  readonly notice: string;
}

/** A solution whose frames the package reads, with paths in the package. */
export interface PackedSolution {
  readonly name: string;
  readonly formatVersion: number;
  /** Version of the solution. */
  readonly version: string;
  /** First version of the package that reads its frames. */
  readonly since: string;
  readonly license: string;
  readonly authors: readonly string[];
  readonly decoder: string;
  /** Null for a solution that does not say where its bits go. */
  readonly inspect: string | null;
  readonly libraries: readonly Library[];
}

/** Size and hash of a file of the package. */
export interface FileRecord {
  readonly bytes: number;
  readonly sha256: string;
}

/** PROVENANCE.json: what the package is made of, for people and for the staging of the next version. */
export interface Provenance {
  readonly package: { readonly name: string; readonly version: string };
  /** The winner, and then the earlier ones. */
  readonly solutions: readonly PackedSolution[];
  /** Every other file of the package, by its path. */
  readonly files: Readonly<Record<string, FileRecord>>;
  readonly origin: object;
}

/** Files of a package by path, with `/` between its parts. */
export type Files = Map<string, Uint8Array | string>;

/** How the files of a solution are named. */
export function solutionFile(
  folder: 'decoders' | 'inspect',
  { name, formatVersion }: { readonly name: string; readonly formatVersion: number },
): string {
  return `dist/${folder}/${name}-v${formatVersion}.js`;
}
