/** One request, when all is done. Bytes are those of the connection, headers included. */
export interface LogEntry {
  /** `-` for what was no request. */
  readonly method: string;
  readonly path: string;
  /** 499 for a client that went away, or was cut off, before it had its answer. */
  readonly status: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
  readonly ms: number;
}

export type WriteEntry = (entry: LogEntry) => void;

/** Writes entries as lines, for people or as JSON. */
export function requestLog(format: 'text' | 'json', write: (line: string) => void): WriteEntry {
  return (given) => {
    const entry = { ...given, path: printable(given.path), ms: Math.round(given.ms * 10) / 10 };
    const { method, path, status, bytesIn, bytesOut, ms } = entry;
    if (format === 'json') write(`${JSON.stringify({ time: new Date().toISOString(), ...entry })}\n`);
    else write(`${method} ${path} ${status} in=${bytesIn} out=${bytesOut} ms=${ms}\n`);
  };
}

/** A path that cannot change what the terminal shows. */
function printable(path: string): string {
  return path.slice(0, 200).replace(/[^\x20-\x7e]/g, '?');
}
