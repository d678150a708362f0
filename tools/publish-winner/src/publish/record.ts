import type { Ledger } from '@matrix-arena/ledger';
import { packageName } from '../runtime/errors.ts';

/** What the ledger keeps of a publication, beside the submission that was published. */
export interface PublicationRecord {
  readonly version: string;
  readonly registry: string;
  readonly integrity: string;
}

/**
 * Keeps a publication in the ledger, only once.
 *
 * @returns whether it was new
 */
export function recordPublication(
  ledger: Ledger,
  submission: number,
  { version, registry, integrity }: PublicationRecord,
): boolean {
  return ledger.recordPublication(submission, { package: packageName, version, registry, integrity });
}
