import type { Matrix } from '@matrix-arena/contract';

export interface Shape {
  readonly rows: number;
  readonly cols: number;
}

/** A matrix as it came out of a file. */
export interface CorpusMatrix {
  /** File name, followed by `#tensor` for a file that holds several. Unique in a set. */
  readonly id: string;
  /** Its bytes own their buffer: nothing else lives in it, so they can be transferred to a worker. */
  readonly matrix: Matrix;
  /** Of `matrix.bytes`, in lower-case hex. */
  readonly sha256: string;
  /** What the manifest says of it, as it stands there. */
  readonly direction?: string | undefined;
  readonly kind?: string | undefined;
}

/** How far a pull, a load or a check is. */
export interface Progress {
  readonly filesDone: number;
  readonly filesTotal: number;
  /** Bytes of files. Goes back when a download has to start again. */
  readonly bytesDone: number;
  /** The file that the last step was about. */
  readonly currentFile: string;
}

export interface WorkOptions {
  /** Stops the work with an `interrupted` error. */
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}
