import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { ArenaError } from '@matrix-arena/contract';
import { sql as raw } from 'kysely';
import { getBlob } from './blobs.ts';
import type { Context } from './context.ts';
import { type Database, sql } from './database.ts';

export interface MaintenanceCommands {
  /**
   * Writes a copy of the whole ledger, as it is at this moment, while others may go on working with it. The copy is
   * either whole or not there.
   *
   * @throws ArenaError `conflict` when there is a file already; `unavailable` where nothing can be written
   */
  backUp(path: string): void;

  /** Reads everything and compares it with itself and its hashes. @returns what is wrong; nothing in a sound ledger */
  verify(): string[];
}

export function maintenanceCommands({ db }: Context): MaintenanceCommands {
  return {
    backUp(path) {
      if (existsSync(path))
        throw new ArenaError('conflict', { what: path, hint: 'is there already; name a new file' });
      const partPath = `${resolve(path)}.${process.pid}.part`;
      try {
        db.execute(`VACUUM INTO '${partPath.replaceAll("'", "''")}'`);
        flush(partPath);
        renameSync(partPath, path);
      } catch (cause) {
        removeQuietly(partPath);
        const { message } = cause as Error;
        throw new ArenaError('unavailable', {
          what: path,
          hint: `cannot be written (${message}); choose another place`,
          cause,
        });
      }
    },

    verify() {
      const sqlite = db.pragmaRows('integrity_check').filter((row) => row !== 'ok');
      return [...sqlite, ...db.pragmaRows('foreign_key_check'), ...damagedBlobs(db)];
    },
  };
}

/** Where the folder itself is wrong there is nothing to remove, and that is no news. */
function removeQuietly(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // The reason is told by what failed before.
  }
}

function flush(path: string): void {
  const file = openSync(path, 'r+');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function damagedBlobs(db: Database): string[] {
  const hashes = db.all(sql.selectFrom('blobs').select('sha256').orderBy(raw`rowid`));
  return hashes.flatMap(({ sha256 }) => {
    try {
      getBlob(db, sha256);
      return [];
    } catch (error) {
      return [(error as Error).message];
    }
  });
}
