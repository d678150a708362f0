import { z } from 'zod';
import { parseWith } from './config.ts';
import type { Context } from './context.ts';
import { sql } from './database.ts';
import { addEvent } from './events.ts';
import { addFiles, filesOf } from './files.ts';
import { type SubmissionRef, submissionRow } from './lookup.ts';

const publicationSchema = z.strictObject({
  /** Name of the package. */
  package: z.string().min(1).max(214),
  /** It is a part of a file's name. */
  version: z.string().regex(/^[0-9A-Za-z.+-]{1,64}$/, 'a version such as 1.2.0'),
  /** Address of the registry. */
  registry: z.string().min(1),
  /** Hash that the registry gives for the tarball. */
  integrity: z.string().min(1),
});
/** What is kept of a package that was made of a submission and published. */
export type PublicationInput = z.infer<typeof publicationSchema>;

export interface PublicationCommands {
  /**
   * Keeps that a submission was published: as its file `published/VERSION.json`, as a note of the competition and as the
   * event `package-published`. All of them or none, and a version only once.
   *
   * @returns whether it was new
   * @throws ArenaError `bad-format`, `not-found`
   */
  recordPublication(ref: SubmissionRef, publication: PublicationInput): boolean;
}

export function publicationCommands(context: Context): PublicationCommands {
  const { db, now } = context;
  return {
    recordPublication(ref, publication) {
      const checked = parseWith(publicationSchema, publication, 'publication', 'correct it');
      const { package: packageName, version } = checked;
      const name = `published/${version}.json`;
      return db.write(() => {
        const submission = submissionRow(db, ref);
        const { id, competition_id: competition, round_id: round } = submission;
        if (filesOf(db, id).some((file) => file.name === name)) return false;
        const bytes = Buffer.from(`${JSON.stringify(checked, null, 1)}\n`);
        addFiles(context, submission, [{ name, type: 'metadata', bytes }]);
        const text = `submission ${id} is published as ${packageName} ${version}`;
        db.run(sql.insertInto('notes').values({ competition_id: competition, at: now(), text }));
        addEvent(context, 'package-published', { competition, round, submission: id }, checked);
        return true;
      });
    },
  };
}
