import type { Ledger } from '@matrix-arena/ledger';
import { packageName } from '../runtime/errors.ts';

/** What the ledger keeps of a publication, beside the submission that was published. */
export interface PublicationRecord {
  readonly version: string;
  readonly registry: string;
  readonly integrity: string;
}

/**
 * Keeps a publication as a file of the submission, and as a note of the competition. Both or none, and only once.
 *
 * @returns whether it was new
 */
export function recordPublication(
  ledger: Ledger,
  competition: string,
  submission: number,
  { version, registry, integrity }: PublicationRecord,
): boolean {
  const name = `published/${version}.json`;
  return ledger.transaction(() => {
    if (ledger.submissionFiles(submission).some((file) => file.name === name)) return false;
    const record = { package: packageName, version, registry, integrity };
    const bytes = Buffer.from(`${JSON.stringify(record, null, 1)}\n`);
    ledger.addFiles(submission, [{ name, type: 'metadata', bytes }]);
    ledger.addNote(competition, `submission ${submission} is published as ${packageName} ${version}`);
    return true;
  });
}
