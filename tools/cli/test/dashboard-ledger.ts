import { createHash } from 'node:crypto';
import { join } from 'node:path';
import {
  type Claim,
  type CompetitionConfigInput,
  type Ledger,
  type LogLineInput,
  type Measurement,
  openLedger,
} from '@matrix-arena/ledger';
import { temporaryFolder } from './arena.ts';
import { resultOf, solutionOf } from './results.ts';

export const hourMs = 3_600_000;
const matrixCount = 22;
const authors = ['ada', 'bob', 'carol-ann', 'dijkstra.e', 'eve_42', 'frances-allen-team'];
const solutions = [
  'planes',
  'range-coder',
  'context-mixer',
  'tiny-rans',
  'a-solution-with-a-rather-long-name',
];

/** Numbers from 0 to 1 that a seed decides. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

export interface Demo {
  readonly path: string;
  readonly ledger: Ledger;
  /** Of the ledger, in milliseconds. */
  readonly clock: { now: number };
  /** The submission that is being evaluated. */
  readonly evaluating: Claim;
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

export const configOf = (
  id: string,
  name: string,
  more: Partial<CompetitionConfigInput> = {},
): CompetitionConfigInput => ({
  id,
  name,
  pool: { name: 'samples', sampleCount: matrixCount },
  baseline: { name: 'reference', version: '1.0.0' },
  ...more,
});

/** Opens the next round of a competition, with the baseline at 0.3. */
export function openRound(ledger: Ledger, competition: string, round: number, closesAt?: Date): void {
  const kinds = ['residual', 'attn_out', 'mlp_hidden', 'relu'];
  const matrices = Array.from({ length: matrixCount }, (_, index) => ({
    id: `run${round}/${kinds[index % 4]}-L${index}.bf16`,
    rows: 128 * (1 + (index % 3)),
    cols: 512,
    originalBytes: 128 * (1 + (index % 3)) * 512 * 2,
    sha256: sha256(`${competition} ${round} ${index}`),
    kind: kinds[index % 4],
    direction: index % 2 === 0 ? ('forward' as const) : ('backward' as const),
  }));
  const corpus = { name: 'samples', sha256: sha256(`${competition} ${round}`), poolCount: 400, matrices };
  ledger.openRound({
    competition,
    seed: 7000 + round,
    corpus,
    ...(closesAt === undefined ? {} : { closesAt }),
  });
  const figures = { rules: 'lossless-v1', corpusSha256: corpus.sha256, matrixScores: {} };
  ledger.recordBaseline(competition, { ...figures, score: 0.3, low: 0.2995, high: 0.3005 });
}

export function measurement(ledger: Ledger, { submission }: Claim, score: number): Measurement {
  const { competition, round } = ledger.submissionDetail(submission);
  const { corpus, rules } = ledger.roundInputs(competition, round);
  const spread = (index: number): number =>
    ((index * 7) % matrixCount) / matrixCount - (matrixCount - 1) / (2 * matrixCount);
  const trials = corpus.matrices.map(({ id, originalBytes }, index) => ({
    matrix: id,
    outcome: 'ok' as const,
    compressedBytes: Math.round(originalBytes * (1 - score) * (1 + 0.2 * spread(index))),
    compressMs: 8 + index * 1.37,
    decompressMs: 5 + index * 0.91,
    score: score + 0.4 * Math.min(score, 1 - score) * spread(index),
  }));
  const mean = trials.reduce((sum, trial) => sum + trial.score, 0) / trials.length;
  return {
    rules,
    corpusSha256: corpus.sha256,
    score: mean,
    low: mean - 0.0012,
    high: mean + 0.0012,
    ratio: 1 / (1 - score),
    bitsPerValue: 16 * (1 - score),
    compressThroughput: 36.04e6,
    decompressThroughput: 101.7e6,
    coldMs: 50.13,
    codeBytes: 19_650,
    evaluationMs: 754_000,
    trials,
  };
}

const steps: readonly LogLineInput[] = [
  { level: 'info', text: 'screened: 19 650 bytes of code' },
  { level: 'info', text: 'verify: 22 steps' },
  { level: 'warning', text: 'calls Math.random, which its frames must not depend on' },
  { level: 'info', text: 'time: 528 steps' },
];

/** What is stored beside a score: the result of a run with one solution. */
function scoreFiles(solution: string, score: number, startedAt: Date) {
  const result = resultOf([solutionOf(solution, Math.round(1000 * (1 - score)))], {
    startedAt: startedAt.toISOString(),
  });
  const bytes = Buffer.from(JSON.stringify(result));
  const metadata = Buffer.from(JSON.stringify({ schemaVersion: 1, worker: 'worker-1', isQuick: false }));
  return [
    { name: 'result.json', type: 'result', bytes },
    { name: 'metadata.json', type: 'metadata', bytes: metadata },
    { name: 'manifest.json', type: 'manifest', bytes: Buffer.from(JSON.stringify({ name: solution })) },
  ] as const;
}

/**
 * Three competitions: `winter-cup` is over, `spring-cup` is in its third round with some 60 submissions in all states,
 * and nothing was submitted to `new-cup`, the newest. The same seed makes the same ledger, apart from its times.
 */
export async function demoLedger(seed = 1): Promise<Demo> {
  const random = randomFrom(seed);
  const path = join(await temporaryFolder(), 'ledger.sqlite');
  // Half an hour, so that ages in days and hours stay what they are while tests run.
  const clock = { now: Date.now() - 40 * 24 * hourMs - hourMs / 2 };
  const ledger = openLedger(path, { now: () => new Date(clock.now) });
  const end = clock.now + 40 * 24 * hourMs + hourMs / 2;
  let made = 0;

  const submit = (competition: string, author: string, solution: string): void => {
    made++;
    const version = `1.${Math.floor(made / 10)}.${made % 10}`;
    const tarball = Buffer.from(`${author} ${solution} ${version}`.repeat(50));
    ledger.submit({ competition, author, solution, version, tarball });
  };
  const claim = (competition: string): Claim & { solution: string } => {
    const claimed = ledger.claimNext(competition, 'worker-1', 1000 * hourMs);
    if (claimed === null) throw new Error('nothing is queued');
    return claimed;
  };
  const finish = (competition: string, score: number): void => {
    const claimed = claim(competition);
    const chance = random();
    ledger.appendLog(claimed, steps.slice(0, 1));
    if (chance < 0.08) {
      ledger.reject(claimed, {
        kind: 'code-size',
        message: 'code: expected at most 20000 bytes, got 31877: make it smaller',
        fields: { codeBytes: 31_877, codeLimitBytes: 20_000 },
      });
      return;
    }
    ledger.startEvaluation(claimed, 19_650);
    ledger.appendLog(claimed, steps.slice(1));
    if (chance < 0.18) {
      ledger.fail(claimed, {
        kind: 'timeout',
        message: 'compress took longer than 10 s (verify, first of 22 failed matrices)',
        fields: {
          matrix: 'run1/residual-L4.bf16',
          stage: 'verify',
          expected: '<= 10000 ms',
          failedMatrices: 22,
        },
      });
      return;
    }
    ledger.appendLog(claimed, [{ level: 'success', text: `scored ${score.toFixed(4)}` }]);
    const files = scoreFiles(claimed.solution, score, new Date(clock.now));
    ledger.recordScore(claimed, measurement(ledger, claimed, score), files);
  };
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)];

  ledger.createCompetition(configOf('winter-cup', 'The winter cup', { revealLogs: 'after-round' }));
  openRound(ledger, 'winter-cup', 1);
  for (let i = 0; i < 3; i++) {
    submit('winter-cup', authors[i], 'planes');
    finish('winter-cup', 0.35 + 0.03 * i);
  }
  ledger.endCompetition('winter-cup');
  ledger.closeRound('winter-cup');

  const description = 'Lossless codecs for activations that travel between the stages of a training run';
  ledger.createCompetition(
    configOf('spring-cup', 'The spring cup', { description, revealAfterHours: 2400, roundHours: 24 * 14 }),
  );
  for (let round = 1; round <= 3; round++) {
    const closesAt = round === 3 ? { closesAt: new Date(end + 36 * hourMs + 30_000) } : {};
    openRound(ledger, 'spring-cup', round, closesAt.closesAt);
    if (round > 1) finish('spring-cup', 0.38 + 0.03 * round);
    for (let i = 0; i < 17; i++) {
      clock.now += 17 * hourMs;
      submit('spring-cup', pick(authors), pick(solutions));
      finish('spring-cup', 0.25 + 0.08 * round * random() + 0.012 * i);
    }
    if (round === 3) break;
    submit('spring-cup', 'bob', 'planes');
    ledger.closeRound('spring-cup');
  }
  clock.now = end - 25 * 60_000;
  submit('spring-cup', 'ada', 'planes');
  const evaluating = claim('spring-cup');
  ledger.startEvaluation(evaluating, 12_345);
  ledger.heartbeat(evaluating, 1000 * hourMs, { done: 7, total: matrixCount });
  ledger.appendLog(
    evaluating,
    Array.from({ length: 40 }, (_, index) => ({
      level: 'info' as const,
      text: `time: step ${index + 1} of 528`,
    })),
  );
  submit('spring-cup', 'eve_42', 'tiny-rans');
  claim('spring-cup');
  submit('spring-cup', 'carol-ann', 'context-mixer');
  submit('spring-cup', 'carol-ann', 'context-mixer');
  submit('spring-cup', 'dijkstra.e', 'range-coder');

  ledger.createCompetition(configOf('new-cup', 'The new cup'));
  clock.now = end;
  return { path, ledger, clock, evaluating };
}
