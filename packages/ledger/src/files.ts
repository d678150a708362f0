import { ArenaError } from '@matrix-arena/contract';
import { z } from 'zod';
import { getBlob, putBlob } from './blobs.ts';
import { bytesSchema, parseWith } from './config.ts';
import type { Context } from './context.ts';
import { type Database, sql } from './database.ts';
import { type SubmissionRef, submissionRow } from './lookup.ts';
import type { Row } from './schema/tables.ts';
import {
  assertVisible,
  codeVisibility,
  logVisibility,
  sealedThing,
  type Viewer,
  type Visibility,
} from './seal.ts';
import { type IsoTime, iso } from './time.ts';

/** Kinds of files, and what seals them. */
const sealOf = {
  tarball: 'code',
  manifest: null,
  log: 'logs',
  result: 'logs',
  metadata: 'logs',
  samples: 'logs',
  frame: 'logs',
} as const;
export type FileType = keyof typeof sealOf;
const fileTypes = Object.keys(sealOf) as FileType[];

const fileSchema = z.strictObject({
  /** A path below the submission, with `/` between its parts. */
  name: z
    .string()
    .max(255)
    .regex(/^(?!.*(^|\/)\.{0,2}(\/|$))[^\\\p{Cc}]+$/u, 'a relative path such as frames/a.frame'),
  type: z.enum(fileTypes),
  bytes: bytesSchema,
});
export type FileInput = z.infer<typeof fileSchema>;

export interface SubmissionFile {
  readonly name: string;
  /** Usually a `FileType`; views must not fail at one that they do not know. */
  readonly type: string;
  readonly size: number;
  readonly sha256: string;
  readonly createdAt: IsoTime;
}

export interface FileCommands {
  /**
   * Adds files to a submission; one of the same name takes the place of the older. The tarball stays what it is.
   *
   * @throws ArenaError `bad-format`, `not-found`, `conflict`
   */
  addFiles(ref: SubmissionRef, files: readonly FileInput[]): void;

  /** Files of a submission in order of type and name. */
  submissionFiles(ref: SubmissionRef): SubmissionFile[];

  /**
   * Bytes of one file.
   *
   * @throws ArenaError `not-found` that lists the files there are; `sealed` when the viewer may not read it yet
   */
  readFile(ref: SubmissionRef, name: string, viewer?: Viewer): Uint8Array;

  /**
   * The tarball of a submission.
   *
   * @throws ArenaError `not-found`, `sealed`
   */
  readTarball(ref: SubmissionRef, viewer?: Viewer): Uint8Array;
}

export function fileCommands(context: Context): FileCommands {
  const { db } = context;
  return {
    addFiles(ref, files) {
      db.write(() => addFiles(context, submissionRow(db, ref), files));
    },

    submissionFiles(ref) {
      return filesOf(db, submissionRow(db, ref).id);
    },

    readFile(ref, name, viewer = 'public') {
      return db.read(() => {
        const { id } = submissionRow(db, ref);
        const files = filesOf(db, id);
        const file = files.find((one) => one.name === name);
        if (file === undefined) {
          throw new ArenaError('not-found', {
            what: `file of submission ${id}`,
            expected: `one of ${files.map((one) => one.name).join(', ')}`,
            got: name,
            hint: 'choose one of them',
          });
        }
        assertReadable(context, id, file, viewer);
        return getBlob(db, file.sha256);
      });
    },

    readTarball(ref, viewer = 'public') {
      return db.read(() => {
        const { id, tarball_sha256: sha256 } = submissionRow(db, ref);
        assertReadable(context, id, { name: 'tarball', type: 'tarball' }, viewer);
        return getBlob(db, sha256);
      });
    },
  };
}

export function addFiles(
  context: Context,
  submission: Row<'submissions'>,
  files: readonly FileInput[],
): void {
  for (const input of files) {
    const file = parseWith(fileSchema, input, `file ${JSON.stringify(input.name)}`, 'correct it');
    const existing = filesOf(context.db, submission.id).find(({ name }) => name === file.name);
    if (file.type === 'tarball' || existing?.type === 'tarball') {
      const hint = 'is what was submitted and stays as it is; choose another name';
      throw new ArenaError('conflict', { what: `file ${file.name} of submission ${submission.id}`, hint });
    }
    insertFile(context, submission.id, file);
  }
}

export function insertFile(
  { db, now }: Context,
  submissionId: number,
  { name, type, bytes }: FileInput,
): void {
  const content = { ...putBlob(db, bytes), type, created_at: now() };
  db.run(
    sql
      .insertInto('submission_files')
      .values({ submission_id: submissionId, name, ...content })
      .onConflict((conflict) => conflict.columns(['submission_id', 'name']).doUpdateSet(content)),
  );
}

export function filesOf(db: Database, submissionId: number): SubmissionFile[] {
  const rows = db.all(
    sql
      .selectFrom('submission_files')
      .selectAll()
      .where('submission_id', '=', submissionId)
      .orderBy('type')
      .orderBy('name'),
  );
  return rows.map(({ name, type, size, sha256, created_at }) => ({
    name,
    type,
    size,
    sha256,
    createdAt: iso(created_at),
  }));
}

/** Whether a file of some type may be read; a type that is not known is taken for code. */
export function fileVisibility(
  type: string,
  seals: { readonly code: Visibility; readonly logs: Visibility },
): Visibility {
  const seal = Object.hasOwn(sealOf, type) ? sealOf[type as FileType] : 'code';
  return seal === null ? { visible: true } : seals[seal];
}

function assertReadable(
  { db, now }: Context,
  id: number,
  { name, type }: { readonly name: string; readonly type: string },
  viewer: Viewer,
): void {
  const thing = sealedThing(db, id);
  const seals = { code: codeVisibility(db, thing, viewer, now()), logs: logVisibility(thing, viewer) };
  assertVisible(`${name} of submission ${id}`, fileVisibility(type, seals));
}
