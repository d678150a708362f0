import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { ArenaError } from '@matrix-arena/contract';
import { defaultLedgerPath, type Ledger, openLedger } from '@matrix-arena/ledger';
import { readSettings, type Settings } from './settings.ts';

/** What a command of a competition works with. */
export interface Desk {
  readonly ledger: Ledger;
  readonly settings: Settings;
}

/** `make`: a ledger is made where there is none. */
export type Access = 'read' | 'write' | 'make';

/**
 * Runs `work` with the ledger that an option names, the settings, or this user's.
 *
 * @throws ArenaError `not-found` where there is none and none is made, and what opening it throws
 */
export async function withLedger<T>(
  file: string | undefined,
  access: Access,
  work: (desk: Desk) => T | Promise<T>,
): Promise<T> {
  const settings = await readSettings();
  const path = resolve(file ?? settings.ledger ?? defaultLedgerPath());
  if (access !== 'make' && !existsSync(path)) {
    const hint = 'there is no ledger; name another with --ledger, or run arena competitions create';
    throw new ArenaError('not-found', { what: path, hint });
  }
  const ledger = openLedger(path, { mode: access === 'read' ? 'read' : 'write' });
  try {
    return await work({ ledger, settings });
  } finally {
    ledger.close();
  }
}
