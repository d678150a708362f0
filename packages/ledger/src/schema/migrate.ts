import { ArenaError } from '@matrix-arena/contract';
import type { Database } from '../database.ts';
import { applicationId } from '../ledger-file.ts';
import { v1 } from './v1.ts';
import { v2 } from './v2.ts';

/** Entry i makes version i + 1 out of version i. They are never changed once released, only added to. */
const migrations: readonly string[] = [v1, v2];

/** The version that this program reads and writes. */
export const ledgerVersion = migrations.length;

/**
 * Brings a ledger up to date: each step is one transaction, together with the number of the version. Two processes may
 * do it at once, because each reads the version again inside of its transaction.
 *
 * @throws ArenaError `unsupported` for a ledger that is newer than this program; nothing of it is changed
 */
export function migrate(db: Database): void {
  while (versionOf(db) < ledgerVersion) {
    db.write(() => {
      const version = versionOf(db);
      if (version >= ledgerVersion) return;
      db.execute(migrations[version]);
      db.execute(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${version + 1}`);
    });
  }
  assertReadable(db);
}

/** @throws ArenaError `unsupported` for a ledger of another version */
export function assertReadable(db: Database): void {
  const version = versionOf(db);
  if (version === ledgerVersion) return;
  const hint =
    version > ledgerVersion
      ? 'a newer matrix-arena wrote it; update matrix-arena'
      : 'it is older; open it for writing once, which brings it up to date';
  throw new ArenaError('unsupported', {
    what: db.path,
    expected: `ledger version ${ledgerVersion}`,
    got: version,
    hint,
  });
}

function versionOf(db: Database): number {
  return db.pragma('user_version');
}
