import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type SubmissionState, submissionTransitions } from '../src/index.ts';
import { type Arena, config, hourMs, measurement, recordBaseline, roundInput, tempLedger } from './arena.ts';
import { Model } from './model.ts';

const seed = Number(process.env.ARENA_SEED ?? 20_261_122);

const weights = {
  ...{ submit: 8, evaluate: 8, claim: 2, start: 2, score: 2, nextRound: 1, baseline: 1 },
  ...{ fail: 1, reject: 1, release: 1, expire: 1, open: 1, close: 1 },
};
type Name = keyof typeof weights;
const names = (Object.keys(weights) as Name[]).map((name) => ({
  weight: weights[name],
  arbitrary: fc.constant(name),
}));

const action = fc.record({
  name: fc.oneof(...names),
  author: fc.constantFrom('a', 'b', 'c'),
  tarball: fc.nat(9),
  pick: fc.nat(9),
  /** Close together, so that the factor decides and ties happen. */
  score: fc.integer({ min: 495, max: 530 }).map((thousandths) => thousandths / 1000),
});
type Action = typeof action extends fc.Arbitrary<infer T> ? T : never;
type Step = (arena: Arena, model: Model, what: Action) => void;

/** What cannot be done just now must be refused, with what was expected instead. */
function doOrRefuse(isPossible: boolean, call: () => unknown): boolean {
  if (isPossible) call();
  else expect(call).toThrow(/expected/);
  return isPossible;
}

function claimNext({ ledger }: Arena, model: Model): void {
  const expected = model.nextQueued();
  expect(ledger.claimNext('cup', 'worker', hourMs)?.submission).toBe(expected?.id);
  if (expected === undefined) return;
  expected.state = 'screening';
  expected.attempts++;
}

type ClaimedAction = 'start' | 'score' | 'fail' | 'reject' | 'release';
const next = {
  start: 'evaluating',
  score: 'scored',
  fail: 'failed',
  reject: 'rejected',
  release: 'queued',
} as const;

function stepClaimed({ ledger }: Arena, model: Model, { pick, score }: Action, name: ClaimedAction): void {
  const claimed = model.claimed();
  const one = claimed[pick % claimed.length];
  if (one === undefined) return;
  const claim = { submission: one.id, worker: 'worker', attempt: one.attempts };
  const failure = { kind: 'some-kind', message: '' };
  const calls: Record<ClaimedAction, () => unknown> = {
    start: () => ledger.startEvaluation(claim),
    score: () => ledger.recordScore(claim, measurement(score, one.round)),
    fail: () => ledger.fail(claim, failure),
    reject: () => ledger.reject(claim, failure),
    release: () => ledger.release(claim),
  };
  const to = next[name];
  const isPossible = submissionTransitions[one.state as SubmissionState].includes(to);
  if (!doOrRefuse(isPossible, calls[name])) return;
  one.state = to;
  if (name === 'score') one.score = score;
  if (name === 'release') one.attempts--;
  model.decide();
}

/** Each does the same to the ledger and to the model. */
const steps: Readonly<Record<Name, Step>> = {
  open: ({ ledger }, model) => {
    const input = roundInput(model.rounds.length + 1);
    if (doOrRefuse(model.round === undefined, () => ledger.openRound(input))) model.openRound();
  },
  close: ({ ledger }, model) => {
    const { round } = model;
    const isPossible = round !== undefined && !model.hasUndecided(round);
    const isClosed = doOrRefuse(isPossible, () => ledger.closeRound('cup'));
    if (round === undefined) return;
    if (!isClosed) ledger.closeRound('cup', { force: true });
    model.closeRound(round);
  },
  baseline: (arena, { round }) => {
    if (round === undefined || round.baseline !== null) return;
    recordBaseline(arena, round.number, 0.5);
    round.baseline = 0.5;
  },
  submit: ({ ledger }, model, { author, tarball }) => {
    const content = `${author} ${tarball}`;
    const input = { competition: 'cup', author, solution: 'codec', version: '1.0.0' };
    const send = () => ledger.submit({ ...input, tarball: Buffer.from(content) });
    const before = model.submissions.length;
    model.submit(author, content);
    doOrRefuse(model.round !== undefined, () => expect(send().isNew).toBe(model.submissions.length > before));
  },
  claim: claimNext,
  evaluate: (arena, model, what) => {
    const one = model.nextQueued();
    claimNext(arena, model);
    if (one === undefined) return;
    const picked = { ...what, pick: model.claimed().indexOf(one) };
    stepClaimed(arena, model, picked, 'start');
    stepClaimed(arena, model, picked, 'score');
  },
  nextRound: (arena, model, what) => {
    steps.close(arena, model, what);
    steps.open(arena, model, what);
  },
  expire: (arena, model) => {
    arena.clock.now += hourMs + 1;
    model.expire();
    claimNext(arena, model);
  },
  start: (arena, model, what) => stepClaimed(arena, model, what, 'start'),
  score: (arena, model, what) => stepClaimed(arena, model, what, 'score'),
  fail: (arena, model, what) => stepClaimed(arena, model, what, 'fail'),
  reject: (arena, model, what) => stepClaimed(arena, model, what, 'reject'),
  release: (arena, model, what) => stepClaimed(arena, model, what, 'release'),
};

function step(arena: Arena, model: Model, what: Action): void {
  arena.clock.now += 1000;
  steps[what.name](arena, model, what);
  model.decide();
}

function expectSame({ ledger }: Arena, model: Model): void {
  const { target, holder, submissionCounts, submissionTotal } = ledger.competitionSummary('cup');
  expect(target.scoreToBeat?.score ?? null).toBe(model.scoreToBeat());
  expect(holder?.submission ?? null).toBe(model.holder?.id ?? null);
  expect(submissionTotal).toBe(model.submissions.length);
  expect(Object.fromEntries(Object.entries(submissionCounts).filter(([, count]) => count > 0))).toEqual(
    model.counts(),
  );
}

function expectSameRows({ ledger }: Arena, model: Model): void {
  const { target } = ledger.competitionSummary('cup');
  const { items } = ledger.listSubmissions({ competition: 'cup', pageSize: 1000 });
  expect(items.map(({ id, state, score, auto, round }) => [id, state, score, auto, round]).reverse()).toEqual(
    model.submissions.map(({ id, state, score, auto, round }) => [id, state, score, auto, round]),
  );
  expect(items.filter(({ topStatus }) => topStatus === 'current').map(({ id }) => id)).toEqual(
    model.holder === null ? [] : [model.holder.id],
  );
  if (target.scoreToBeat !== null && target.scoreToBeat.submission !== null) {
    const standing = items.find(({ id }) => id === target.scoreToBeat?.submission);
    expect(standing?.round).toBe(model.round?.number);
  }
}

/** What holds of every ledger, whatever the model says. */
function expectSound({ ledger }: Arena): void {
  const { items } = ledger.listEvents({ competition: 'cup', pageSize: 1000 });
  const states = new Map<number, SubmissionState>();
  for (const { kind, submission } of items.toReversed()) {
    if (submission === null || !kind.startsWith('submission-')) continue;
    const to = kind.slice('submission-'.length) as SubmissionState;
    const from = states.get(submission);
    expect(from === undefined ? ['queued'] : submissionTransitions[from]).toContain(to);
    states.set(submission, to);
  }
  const { points } = ledger.topScoreHistory('cup');
  for (const [index, point] of points.entries()) {
    const before = points[index - 1];
    if (before === undefined || before.round !== point.round) continue;
    expect(point.score).toBeGreaterThanOrEqual(1.01 * before.score);
  }
  expect(ledger.verify()).toEqual([]);
}

it(`a ledger does what the rules say, whatever happens in whatever order (seed ${seed})`, () => {
  const actions = fc.array(action, { minLength: 40, maxLength: 60, size: 'max' });
  fc.assert(
    fc.property(actions, (sequence) => {
      const arena = tempLedger();
      const model = new Model();
      arena.ledger.createCompetition(config);
      arena.ledger.openRound(roundInput(1));
      model.openRound();
      for (const one of sequence) {
        step(arena, model, one);
        expectSame(arena, model);
      }
      expectSameRows(arena, model);
      expectSound(arena);
      arena.ledger.close();
    }),
    { seed, numRuns: 15 },
  );
}, 60_000);
