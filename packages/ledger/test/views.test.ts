import { describe, expect, it } from 'vitest';
import type { SubmissionFilter } from '../src/index.ts';
import { type Arena, evaluate, hourMs, openArena, problemOf, submit } from './arena.ts';
import { twoRounds } from './two-rounds.ts';

describe('the list of submissions', () => {
  const ids = ({ ledger }: Arena, filter: Partial<SubmissionFilter>) =>
    ledger.listSubmissions({ competition: 'cup', ...filter }).items.map(({ id }) => id);

  it('is filtered and sorted', () => {
    const arena = twoRounds();
    expect(ids(arena, {})).toEqual([8, 7, 6, 5, 4, 3, 2, 1]);
    expect(ids(arena, { sort: 'score' })).toEqual([5, 6, 4, 7, 8, 1, 3, 2]);
    expect(ids(arena, { round: 1, sort: 'score' })).toEqual([1, 3, 2]);
    expect(ids(arena, { author: 'ada' })).toEqual([4, 3, 1]);
    expect(ids(arena, { topOnly: true })).toEqual([5, 4, 1]);
    expect(ids(arena, { state: 'queued' })).toEqual([8]);
    expect(ids(arena, { state: 'scored', round: 2, author: 'bob' })).toEqual([7]);
  });

  it('is searched by number or by a part of the author', () => {
    const arena = twoRounds();
    expect(ids(arena, { search: 'ED_' })).toEqual([8]);
    expect(ids(arena, { search: '_' })).toEqual([8]);
    expect(ids(arena, { search: '%' })).toEqual([]);
    expect(ids(arena, { search: 'b' })).toEqual([7, 2]);
    expect(ids(arena, { search: '1' })).toEqual([8, 1]);
    expect(ids(arena, { search: '6' })).toEqual([6]);
    expect(ids(arena, { search: "'; --" })).toEqual([]);
    expect(ids(arena, { search: '' })).toHaveLength(8);
    expect(ids(arena, { author: 'ad' })).toEqual([]);
  });

  it('has everything that a table shows', () => {
    const arena = twoRounds();
    const { items } = arena.ledger.listSubmissions({ competition: 'cup', sort: 'score' });
    expect(
      items.map(({ id, round, author, rank, topStatus, isAboveBaseline, auto }) => [
        id,
        round,
        author,
        rank,
        topStatus,
        isAboveBaseline,
        auto,
      ]),
    ).toEqual([
      [5, 2, 'eve', 1, 'current', true, false],
      [6, 2, 'eve', null, 'never', true, false],
      [4, 2, 'ada', 2, 'former', true, true],
      [7, 2, 'bob', 3, 'never', false, false],
      [8, 2, 'zed_1', null, 'never', null, false],
      [1, 1, 'ada', 1, 'former', true, false],
      [3, 1, 'ada', null, 'never', true, false],
      [2, 1, 'bob', 2, 'never', false, false],
    ]);
    expect(items[0]).toMatchObject({
      competition: 'cup',
      version: '1.0.0',
      revision: 1,
      state: 'scored',
      score: 0.58,
      submittedAt: '2026-01-02T04:00:00.000Z',
      ageMs: 2 * hourMs,
      code: { visible: true },
    });
  });

  it('has pages that neither repeat nor leave out a row, also while others come in', () => {
    const arena = openArena();
    for (let index = 0; index < 25; index++) submit(arena, `author-${index}`);
    for (let index = 0; index < 25; index++) evaluate(arena, 0.6);
    const first = arena.ledger.listSubmissions({ competition: 'cup', sort: 'time' });
    expect(first).toMatchObject({ page: 1, pageSize: 10, total: 25, hasMore: true, upTo: 25 });
    submit(arena, 'late');
    const pages = [1, 2, 3].map((page) =>
      arena.ledger.listSubmissions({ competition: 'cup', page, upTo: first.upTo }),
    );
    expect(pages.flatMap(({ items }) => items.map(({ id }) => id))).toEqual(
      Array.from({ length: 25 }, (_, index) => 25 - index),
    );
    expect(pages.map(({ hasMore, total }) => [hasMore, total])).toEqual([
      [true, 25],
      [true, 25],
      [false, 25],
    ]);
    const byScore = [1, 2, 3, 4].flatMap((page) => ids(arena, { sort: 'score', page, pageSize: 7 }));
    expect(byScore).toEqual(Array.from({ length: 26 }, (_, index) => index + 1));
    expect(ids(arena, { page: 99 })).toEqual([]);
  });

  it('refuses pages that there cannot be', () => {
    const arena = openArena();
    expect(problemOf(() => ids(arena, { page: 0 }))).toBe(
      'usage: page: expected a whole number from 1, got 0; correct it',
    );
    expect(problemOf(() => ids(arena, { pageSize: 1001 }))).toBe(
      'usage: page size: expected a whole number from 1 to 1000, got 1001; correct it',
    );
    expect(problemOf(() => ids(arena, { round: 2 }))).toBe(
      'not-found: round of cup: expected 1 to 1, got 2; choose one of them',
    );
  });
});

describe('the ranking', () => {
  it('has the best submission of each author, of one round', () => {
    const { ledger } = twoRounds();
    expect(ledger.ranks('cup')).toMatchObject({
      total: 3,
      items: [
        { rank: 1, author: 'eve', submission: 5, score: 0.58, scored: 2, isHolder: true },
        { rank: 2, author: 'ada', submission: 4, auto: true, scored: 1, isHolder: false },
        { rank: 3, author: 'bob', submission: 7, firstSeenAt: '2026-01-01T02:00:00.000Z' },
      ],
    });
    expect(ledger.ranks('cup', 1).items.map(({ submission, scored }) => [submission, scored])).toEqual([
      [1, 2],
      [2, 1],
    ]);
    expect(ledger.ranks('cup', 2, { page: 2, pageSize: 2 }).items).toMatchObject([
      { rank: 3, author: 'bob' },
    ]);
  });

  it('keeps the earlier of two that tie, whichever was evaluated first', () => {
    const arena = openArena();
    submit(arena, 'ada', '1.0.0', 'one');
    submit(arena, 'ada', '1.0.0', 'two');
    const [first, second] = ['w1', 'w2'].map((worker) => arena.ledger.claimNext('cup', worker, hourMs));
    for (const claimed of [second, first]) {
      if (claimed === null) throw new Error('expected two');
      arena.ledger.release(claimed);
    }
    evaluate(arena, 0.4);
    evaluate(arena, 0.4);
    expect(arena.ledger.ranks('cup').items.map(({ submission }) => submission)).toEqual([1]);
  });
});

describe('the matrices of submissions', () => {
  it('are a table, baseline included', () => {
    const { ledger } = twoRounds();
    expect(ledger.matrixScores([3, 1])).toMatchObject({
      matrices: [
        { matrix: 'a', rows: 5, cols: 100, originalBytes: 1000, kind: 'residual', baselineScore: 0.5 },
        { matrix: 'b', baselineScore: null },
      ],
      rows: [
        { submission: 3, cells: [{ outcome: 'ok', score: 0.55, compressedBytes: 400 }, { score: 0.55 }] },
        { submission: 1, cells: [{ score: 0.6 }, { score: 0.6, compressMs: 1, decompressMs: 2 }] },
      ],
    });
    expect(ledger.matrixScores([])).toEqual({ matrices: [], rows: [] });
  });

  it('of different rounds are never put side by side', () => {
    const { ledger } = twoRounds();
    expect(problemOf(() => ledger.matrixScores([1, 5]))).toBe(
      'conflict: submissions: expected of one round, got of 2 rounds; ' +
        'scores of different inputs are never compared; choose those of one round',
    );
    expect(problemOf(() => ledger.matrixScores([1, 99]))).toMatch(/^not-found: submission 99/);
  });
});

it('submissions are counted by day, re-entries left out', () => {
  expect(twoRounds().ledger.dailyCounts('cup')).toEqual({
    days: [
      { day: '2026-01-01', submissions: 3, authors: 2 },
      { day: '2026-01-02', submissions: 4, authors: 3 },
    ],
    submissions: 7,
    authors: 4,
  });
});

it('a report has everything at once, and can be of an earlier round', () => {
  const { ledger } = twoRounds();
  const report = ledger.reportData('cup', { top: 2 });
  expect(report).toEqual({
    competition: ledger.competitionSummary('cup'),
    round: ledger.competitionSummary('cup').round,
    history: ledger.topScoreHistory('cup'),
    ranking: ledger.ranks('cup', 2, { pageSize: 100 }),
    matrices: ledger.matrixScores([5, 4]),
    daily: ledger.dailyCounts('cup'),
  });
  expect(JSON.parse(JSON.stringify(report))).toEqual(report);
  const earlier = ledger.reportData('cup', { round: 1 });
  expect(earlier.round).toMatchObject({ number: 1, seed: 1001, topScore: 0.6 });
  expect(earlier.matrices.rows.map(({ submission }) => submission)).toEqual([1, 2]);
});

it('a competition without rounds or submissions has views, too', () => {
  const { ledger } = openArena();
  expect(ledger.listSubmissions({ competition: 'cup' })).toMatchObject({ items: [], total: 0, upTo: 0 });
  expect(ledger.reportData('cup')).toMatchObject({
    ranking: { items: [], total: 0 },
    matrices: { rows: [] },
    history: { points: [] },
    daily: { days: [], submissions: 0, authors: 0 },
  });
  ledger.createCompetition({
    id: 'new',
    name: 'New',
    pool: { folder: 'x' },
    baseline: { name: 'b', version: '1.0.0' },
  });
  expect(ledger.reportData('new')).toMatchObject({ round: null, ranking: { total: 0 } });
});

it('one submission is shown by its number or its key', () => {
  const { ledger } = twoRounds();
  const detail = ledger.submissionDetail(5);
  expect(detail).toMatchObject({ rank: 1, attempts: 1, worker: null, logLines: 0 });
  expect(detail.files.map(({ name }) => name)).toEqual(['codec-1.0.0.tgz']);
  expect(ledger.submissionDetail(detail.key)).toEqual(detail);
  expect(problemOf(() => ledger.submissionDetail('nothing'))).toMatch(/^not-found: submission nothing/);
});
