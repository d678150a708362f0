import { describe, expect, it } from 'vitest';
import { claim, evaluate, hourMs, measurement, openArena, problemOf, record, submit } from './arena.ts';

describe('claims', () => {
  it('hand out the oldest first, each once', () => {
    const arena = openArena();
    const ids = ['ada', 'bob', 'eve'].map((author) => submit(arena, author).id);
    const claims = ['w1', 'w2', 'w3'].map((worker) => claim(arena, worker));
    expect(claims.map(({ submission }) => submission)).toEqual(ids);
    expect(claims[1]).toMatchObject({ worker: 'w2', attempt: 1, author: 'bob', round: 1, auto: false });
    expect(arena.ledger.claimNext('cup', 'w4', hourMs)).toBeNull();
  });

  it('last until the lease runs out, and as long as heartbeats come', () => {
    const arena = openArena();
    submit(arena, 'ada');
    const first = claim(arena, 'w1');
    arena.ledger.startEvaluation(first);
    for (let hour = 0; hour < 3; hour++) {
      arena.clock.now += hourMs;
      expect(arena.ledger.claimNext('cup', 'w2', hourMs)).toBeNull();
      arena.ledger.heartbeat(first, hourMs, { done: hour, total: 3 });
    }
    expect(arena.ledger.submissionDetail(first.submission)).toMatchObject({
      state: 'evaluating',
      progress: { done: 2, total: 3 },
      worker: 'w1',
    });
    arena.clock.now += hourMs + 1;
    const second = claim(arena, 'w2');
    expect(second).toMatchObject({ submission: first.submission, attempt: 2 });
    const lost = `conflict: submission ${first.submission}: expected screening or evaluating, claimed by w1 in attempt 1, got screening, claimed by w2 in attempt 2; the claim is lost; drop this evaluation and claim the next`;
    expect(problemOf(() => arena.ledger.heartbeat(first, hourMs))).toBe(lost);
    expect(problemOf(() => record(arena, first, 0.6, 1))).toBe(lost);
    arena.ledger.startEvaluation(second);
    expect(record(arena, second, 0.6, 1).becameTop).toBe(true);
  });

  it('still count after the lease ran out when no one else took over', () => {
    const arena = openArena();
    submit(arena, 'ada');
    const first = claim(arena);
    arena.ledger.startEvaluation(first);
    arena.clock.now += 100 * hourMs;
    expect(record(arena, first, 0.6, 1).becameTop).toBe(true);
  });

  it('end after three evaluators that were gone', () => {
    const arena = openArena();
    const { id } = submit(arena, 'ada');
    const later = submit(arena, 'bob').id;
    for (let attempt = 1; attempt <= 3; attempt++) {
      expect(claim(arena, `w${attempt}`)).toMatchObject({ submission: id, attempt });
      arena.clock.now += hourMs + 1;
    }
    expect(claim(arena).submission).toBe(later);
    expect(arena.ledger.submissionDetail(id)).toMatchObject({
      state: 'failed',
      attempts: 3,
      worker: null,
      failure: {
        kind: 'crashed',
        message: 'its evaluator was gone 3 times',
        fields: { attempts: 3, worker: 'w3' },
      },
    });
  });

  it('can be given back, which does not count', () => {
    const arena = openArena();
    submit(arena, 'ada');
    for (let index = 0; index < 5; index++) {
      const claimed = claim(arena);
      arena.ledger.startEvaluation(claimed);
      arena.ledger.heartbeat(claimed, hourMs, { done: 1, total: 2 });
      arena.ledger.release(claimed);
    }
    const again = claim(arena);
    expect(again.attempt).toBe(1);
    expect(arena.ledger.submissionDetail(again.submission).progress).toBeNull();
  });

  it('are lost when the round is closed', () => {
    const arena = openArena();
    submit(arena, 'ada');
    const claimed = claim(arena);
    submit(arena, 'bob');
    expect(arena.ledger.closeRound('cup')).toBe(2);
    expect(problemOf(() => arena.ledger.startEvaluation(claimed))).toMatch(
      /^conflict: submission 1: expected screening or evaluating, claimed by worker in attempt 1, got stale;/,
    );
    expect(arena.ledger.competitionSummary('cup').submissionCounts).toMatchObject({ stale: 2, queued: 0 });
  });

  it('refuse a progress or a lease that cannot be', () => {
    const arena = openArena();
    submit(arena, 'ada');
    const claimed = claim(arena);
    expect(problemOf(() => arena.ledger.heartbeat(claimed, hourMs, { done: 3, total: 2 }))).toBe(
      'usage: progress: expected 0 <= done <= total, in matrices, got 3 of 2; correct it',
    );
    expect(problemOf(() => arena.ledger.heartbeat(claimed, 0))).toMatch(/^usage: lease in ms/);
  });
});

describe('changes of state that there are not', () => {
  it('are refused with both states, and change nothing', () => {
    const arena = openArena();
    submit(arena, 'ada');
    const claimed = claim(arena);
    expect(problemOf(() => record(arena, claimed, 0.6, 1))).toBe(
      'conflict: submission 1: expected evaluating to become scored, got screening; look at its state first',
    );
    expect(arena.ledger.matrixScores([1]).rows[0].cells).toEqual([null, null]);
    arena.ledger.startEvaluation(claimed);
    expect(problemOf(() => arena.ledger.reject(claimed, { kind: 'late', message: '' }))).toBe(
      'conflict: submission 1: expected screening to become rejected, got evaluating; look at its state first',
    );
  });
});

describe('outcomes', () => {
  it('keep why something was rejected or failed, as kind and fields', () => {
    const arena = openArena();
    submit(arena, 'ada');
    submit(arena, 'bob');
    const message = 'code size: expected at most 20000 bytes, got 30000';
    const failure = { kind: 'code-size', message, fields: { limitBytes: 20_000, gotBytes: 30_000 } };
    arena.ledger.reject(claim(arena), failure);
    const claimed = claim(arena);
    arena.ledger.startEvaluation(claimed);
    arena.ledger.fail(claimed, { kind: 'not-loadable', message: 'no default export' }, [
      { name: 'result.json', type: 'result', bytes: Buffer.from('{}') },
    ]);
    expect(arena.ledger.submissionDetail(1)).toMatchObject({ state: 'rejected', failure, score: null });
    expect(arena.ledger.submissionDetail(2)).toMatchObject({
      state: 'failed',
      failure: { kind: 'not-loadable', message: 'no default export', fields: {} },
      evaluatedAt: '2026-01-01T00:00:00.000Z',
    });
    expect(arena.ledger.submissionFiles(2).map(({ name }) => name)).toEqual([
      'result.json',
      'codec-1.0.0.tgz',
    ]);
    expect(problemOf(() => arena.ledger.fail(claimed, { kind: 'Not a kind', message: '' }))).toMatch(
      /^bad-format: failure field kind/,
    );
  });

  it('are scored only with all figures, made on the inputs of the round', () => {
    const arena = openArena();
    submit(arena, 'ada');
    const claimed = claim(arena);
    arena.ledger.startEvaluation(claimed);
    const good = measurement(0.6);
    const problem = (changes: object) =>
      problemOf(() => arena.ledger.recordScore(claimed, { ...good, ...changes }));
    expect(problem({ score: Number.NaN })).toMatch(/^bad-format: measurement field score: /);
    expect(problem({ score: undefined })).toMatch(/^bad-format: measurement field score: /);
    expect(problem({ low: 0.7 })).toMatch(/the score lies outside of its interval/);
    expect(problem({ score: 0.6005 })).toBe(
      'bad-format: measurement field score: expected the mean of its trials, 0.6, got 0.6005; measure it again',
    );
    expect(problem({ trials: good.trials.slice(1) })).toBe(
      'bad-format: measurement: expected one trial for each of 2 matrices, got 1 of them in 1 trials; ' +
        'measure it on the inputs of the round',
    );
    expect(problem({ trials: [good.trials[0], good.trials[0]] })).toMatch(/got 1 of them in 2 trials/);
    expect(problem({ rules: 'raw-v0' })).toMatch(
      /^conflict: rules of round 1: expected lossless-v1, got raw-v0/,
    );
    expect(problem({ corpusSha256: 'x' })).toMatch(
      /^conflict: matrices of round 1: expected [0-9a-f]{64}, got x/,
    );
    expect(arena.ledger.submissionDetail(1).state).toBe('evaluating');
    arena.ledger.recordScore(claimed, good);
    expect(arena.ledger.submissionDetail(1)).toMatchObject({
      score: 0.6,
      scoreLow: 0.599,
      scoreHigh: 0.601,
      ratio: 2.5,
      codeBytes: 100,
      evaluationMs: 1234,
      progress: { done: 2, total: 2 },
      failedMatrices: 0,
    });
  });

  it('count a failed matrix as 0', () => {
    const arena = openArena();
    submit(arena, 'ada');
    const claimed = claim(arena);
    arena.ledger.startEvaluation(claimed);
    const [first] = measurement(0.8).trials;
    const trials = [first, { matrix: 'b', outcome: 'mismatch' } as const];
    arena.ledger.recordScore(claimed, { ...measurement(0.4), trials });
    expect(arena.ledger.submissionDetail(1)).toMatchObject({ score: 0.4, failedMatrices: 1 });
    expect(arena.ledger.matrixScores([1]).rows[0].cells.map((cell) => [cell?.outcome, cell?.score])).toEqual([
      ['ok', 0.8],
      ['mismatch', 0],
    ]);
  });

  it('are told as events, with who did it', () => {
    const arena = openArena({}, { actor: 'olga' });
    submit(arena, 'ada');
    evaluate(arena, 0.6);
    const events = arena.ledger.listEvents({ competition: 'cup', pageSize: 20 });
    expect(events.items.map(({ kind, actor }) => `${actor}: ${kind}`).reverse()).toEqual([
      'olga: competition-pending',
      'olga: round-pending',
      'olga: competition-open',
      'olga: round-open',
      'olga: baseline-measured',
      'ada: submission-queued',
      'worker: submission-screening',
      'worker: submission-evaluating',
      'worker: submission-scored',
      'olga: top-taken',
    ]);
    expect(arena.ledger.listEvents({ competition: 'cup', submission: 1, pageSize: 2 })).toMatchObject({
      total: 5,
      hasMore: true,
      items: [{ kind: 'top-taken', detail: { score: 0.6, before: null } }, { kind: 'submission-scored' }],
    });
  });
});
