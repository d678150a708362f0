import type { z } from 'zod';
import type { Trials } from './trial-schema.ts';

/** What of a result its parts have to agree on. */
interface ConnectedParts {
  readonly corpus: { readonly matrices: readonly { readonly id: string }[] };
  readonly control: { readonly trials: Trials } | null;
  readonly solutions: readonly {
    readonly manifest: { readonly name: string };
    readonly status: { readonly state: string };
    readonly trials: Trials;
  }[];
}

/** Checks what no field shows alone: that ids and names are there once, and that trials are of matrices of the corpus. */
export function checkResult({ corpus, control, solutions }: ConnectedParts, context: z.RefinementCtx): void {
  const addIssue = (path: (string | number)[], message: string): void =>
    context.addIssue({ code: 'custom', path, message });
  const known = new Set(corpus.matrices.map(({ id }) => id));
  if (known.size !== corpus.matrices.length) addIssue(['corpus', 'matrices'], 'two matrices have one id');
  if (new Set(solutions.map(({ manifest }) => manifest.name)).size !== solutions.length)
    addIssue(['solutions'], 'two solutions have one name');
  if (control !== null && !areOfCorpus(control.trials, known)) addIssue(['control', 'trials'], notOfCorpus);
  for (const [index, { status, trials }] of solutions.entries()) {
    const path = ['solutions', index, 'trials'];
    if (!areOfCorpus(trials, known)) addIssue(path, notOfCorpus);
    else if (status.state === 'measured' && trials.length !== known.size)
      addIssue(path, 'a measured solution has a trial for every matrix');
  }
}

const notOfCorpus = 'a trial is double or names no matrix of the corpus';

function areOfCorpus(trials: Trials, known: ReadonlySet<string>): boolean {
  const seen = new Set(trials.map(({ matrix }) => matrix));
  return seen.size === trials.length && [...seen].every((id) => known.has(id));
}
