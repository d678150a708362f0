import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import { join, resolve } from 'node:path';
import { confirm, isCancel } from '@clack/prompts';
import { ArenaError } from '@matrix-arena/contract';
import { untilInterrupted } from '@matrix-arena/node-kit';
import { type PublicationRecord, tagCheckout, uploadPublication } from '@matrix-arena/publish-winner';
import { chosenCompetition } from '../competition/choose-competition.ts';
import { assertFree } from '../competition/export-inputs.ts';
import { withLedger } from '../competition/open-ledger.ts';
import { hint, print, printJson } from '../competition/output.ts';
import { withProgress } from '../progress.ts';
import type { Candidate } from './candidate.ts';
import { keepPublication } from './keep.ts';
import { publicationJson, publicationText } from './publication-text.ts';
import { prepare } from './publish.ts';
import { roundCandidate } from './round-candidate.ts';
import { workspaceCandidate } from './workspace-candidate.ts';

export interface PublishFlags {
  readonly competition?: string | undefined;
  readonly round?: number | undefined;
  readonly solution?: string | undefined;
  readonly registry?: string | undefined;
  readonly version?: string | undefined;
  readonly out?: string | undefined;
  readonly pool?: string | undefined;
  readonly ledger?: string | undefined;
  readonly quick: boolean;
  readonly publish: boolean;
  readonly yes: boolean;
  readonly json: boolean;
}

/**
 * The whole of `arena publish`, with a folder that is gone afterwards, whatever happens. Ctrl-C ends it up to the upload; from
 * then on it goes on to the end, so that what is published is also noted.
 */
export function runPublish(flags: PublishFlags): Promise<void> {
  return untilInterrupted((signal) => publishIn(flags, signal));
}

async function publishIn(flags: PublishFlags, signal: AbortSignal): Promise<void> {
  // What may go wrong with it is found out before the long work.
  if (flags.out !== undefined) await assertFree(resolve(flags.out));
  const workFolder = await mkdtemp(join(os.tmpdir(), 'arena-publish-'));
  const publish = (candidate: Candidate) => publishCandidate(candidate, flags, workFolder, signal);
  try {
    const { solution, competition, round, quick, pool, ledger: file } = flags;
    if (solution !== undefined) {
      await publish(await workspaceCandidate(solution, process.cwd(), { quick }));
      return;
    }
    await withLedger(file, flags.publish ? 'write' : 'read', async (desk) => {
      const id = chosenCompetition(desk, competition);
      await publish(await roundCandidate(desk.ledger, id, round, { quick, pool }, workFolder));
    });
  } finally {
    await rm(workFolder, { recursive: true, force: true });
  }
}

async function publishCandidate(
  candidate: Candidate,
  flags: PublishFlags,
  workFolder: string,
  signal: AbortSignal,
): Promise<void> {
  const { registry, version, out } = flags;
  const prepared = await withProgress((progress) =>
    prepare(candidate, { registry, version, workFolder, signal, progress }),
  );
  if (prepared.state === 'already-published') {
    const { previous } = prepared;
    const done = flags.publish ? await settle(candidate, { ...previous, registry: prepared.registry }) : [];
    const text = `${previous.solution} of format ${previous.formatVersion} is published already, as version ${previous.version}`;
    tell(flags, { ...prepared, previous: undefined, version: previous.version, done }, [text, ...done]);
    hint('--version publishes the same solution once more, with what is new around it');
    return;
  }
  const { publication, standing, commit } = prepared;
  const { name, version: next, integrity } = publication;
  if (!flags.json) print(publicationText(prepared));
  if (out !== undefined) await keepPublication(publication, standing, resolve(out));
  if (!flags.publish) {
    if (flags.json) printJson({ state: 'dry-run', ...publicationJson(prepared) });
    hint('nothing was published; --publish does it');
    return;
  }
  if (!flags.yes) await ask(`Publish ${name} ${next} on ${prepared.registry}?`, signal);
  if (signal.aborted) throw stopped();
  await uploadPublication(publication, prepared.registry);
  const done = await settle(candidate, { registry: prepared.registry, version: next, integrity, commit });
  const text = `published ${name} ${next}; the registry gives it back unchanged`;
  tell(flags, { state: 'published', ...publicationJson(prepared), done }, ['', text, ...done]);
}

/** What follows from a publication. Each step is done once, so that an interrupted command can be run again. */
async function settle(
  { keepRecord }: Candidate,
  { commit, ...published }: PublicationRecord & { readonly commit: string | null },
): Promise<string[]> {
  const { version, registry, integrity } = published;
  const kept = keepRecord({ version, registry, integrity });
  const tagged = await tagCheckout(process.cwd(), version, commit);
  return kept === null ? [tagged] : [kept, tagged];
}

function tell({ json }: PublishFlags, value: object, lines: readonly string[]): void {
  if (json) printJson(value);
  else print(`${lines.join('\n')}\n`);
}

/** On stderr, so that stdout holds results alone. */
async function ask(message: string, signal: AbortSignal): Promise<void> {
  const answer = await confirm({
    input: process.stdin,
    output: process.stderr,
    message,
    initialValue: false,
    signal,
  });
  if (isCancel(answer) || !answer) throw stopped();
}

function stopped(): ArenaError {
  return new ArenaError('interrupted', { what: 'publish', hint: 'stopped; nothing was published' });
}
