import { statSync } from 'node:fs';

/**
 * A text that changes with every change of a ledger: its file, and the log of changes beside it that SQLite keeps while
 * it is open. Costs two calls of the system, whatever is in the ledger.
 */
export function changeMark(path: string): string {
  return [path, `${path}-wal`]
    .map((file) => {
      const stats = statSync(file, { bigint: true, throwIfNoEntry: false });
      return stats === undefined ? '-' : `${stats.ino} ${stats.size} ${stats.mtimeNs}`;
    })
    .join(' ');
}
