import { describe, expect, it } from 'vitest';
import { parseCompetitionConfig } from '../src/index.ts';
import { config, hourMs, openArena, problemOf, roundInput, tempLedger } from './arena.ts';

describe('a config', () => {
  it('needs an id, a name, a pool and a baseline; the rest has defaults', () => {
    expect(parseCompetitionConfig(config, 'competition.json')).toEqual({
      id: 'cup',
      name: 'The cup',
      description: '',
      rules: 'lossless-v1',
      limits: {
        codeBytes: 20_000,
        callMs: 10_000,
        runMs: 600_000,
        loadMs: 30_000,
        memoryBytes: 1.5e9,
        tarballBytes: 20e6,
      },
      repeats: 12,
      timeBudgetMs: 60_000,
      allowedLibraries: ['@bokuweb/zstd-wasm'],
      pool: { name: 'samples', sampleCount: 2 },
      baseline: { name: 'reference', version: '1.0.0' },
      beatFactor: 1.01,
      rateLimit: null,
      revealAfterHours: null,
      revealLogs: 'at-once',
      roundHours: null,
    });
  });

  it.each([
    [{ id: 'The Cup' }, 'field id: lower-case letters, digits and hyphens, at most 64'],
    [{ rules: 'guess' }, 'field rules: Invalid option: expected one of "lossless-v1"|"raw-v0"|"lossy-v2"'],
    [{ pool: { sampleCount: 3 } }, 'field pool: either folder or name'],
    [{ beatFactor: 0.9 }, 'field beatFactor: Too small: expected number to be >=1'],
    [{ repeats: 0 }, 'field repeats: Too small: expected number to be >=1'],
    [{ roundHours: 1e11 }, 'field roundHours: Too big: expected number to be <=876000'],
    [{ revealAfterHours: 1e11 }, 'field revealAfterHours: Too big: expected number to be <=876000'],
    [{ timeBudgetMs: 1.5 }, 'field timeBudgetMs: Invalid input: expected int, received number'],
    [{ limits: { codeByte: 1 } }, 'field limits: Unrecognized key: "codeByte"'],
  ])('with %o is refused', (changes, problem) => {
    expect(problemOf(() => parseCompetitionConfig({ ...config, ...changes }, 'competition.json'))).toBe(
      `bad-format: competition.json ${problem}; correct the config`,
    );
  });
});

describe('a competition', () => {
  it('goes from pending over open and evaluating to completed', () => {
    const { ledger, clock } = tempLedger();
    ledger.createCompetition(config);
    expect(ledger.competitionSummary('cup')).toMatchObject({
      state: 'pending',
      round: null,
      target: { noScoreToBeat: 'no-round' },
      startedAt: null,
    });
    clock.now += hourMs;
    ledger.openRound(roundInput(1));
    expect(ledger.competitionSummary('cup')).toMatchObject({
      state: 'open',
      startedAt: '2026-01-01T01:00:00.000Z',
    });
    expect(ledger.endCompetition('cup')).toBe('evaluating');
    expect(ledger.competitionSummary('cup').round?.state).toBe('evaluating');
    expect(problemOf(() => ledger.openRound(roundInput(2)))).toBe(
      'conflict: competition cup: expected pending or open to take a round, got evaluating; create another competition',
    );
    clock.now += hourMs;
    ledger.closeRound('cup');
    expect(ledger.competitionSummary('cup')).toMatchObject({
      state: 'completed',
      endedAt: '2026-01-01T02:00:00.000Z',
    });
    expect(problemOf(() => ledger.endCompetition('cup'))).toBe(
      'conflict: competition cup: expected pending or open or evaluating to become completed, got completed; look at its state first',
    );
    expect(problemOf(() => ledger.changeConfig(config))).toMatch(/^conflict: cup: is completed/);
  });

  it('is listed until it is completed, and then when it is asked for', () => {
    const { ledger } = tempLedger();
    for (const id of ['one', 'two', 'three']) ledger.createCompetition({ ...config, id });
    ledger.endCompetition('two');
    expect(ledger.listCompetitions().items.map(({ id }) => id)).toEqual(['three', 'one']);
    expect(ledger.listCompetitions({ includeCompleted: true, pageSize: 2 })).toMatchObject({
      total: 3,
      hasMore: true,
      items: [{ id: 'three', state: 'pending', round: null, submissions: 0 }, { id: 'two' }],
    });
    expect(problemOf(() => ledger.createCompetition({ ...config, id: 'one' }))).toBe(
      'conflict: one: is the id of another competition; choose a new one',
    );
  });

  it('keeps notes', () => {
    const { ledger } = openArena();
    ledger.addNote('cup', 'round 2 is on Monday');
    expect(ledger.competitionSummary('cup').notes).toEqual([
      { at: '2026-01-01T00:00:00.000Z', text: 'round 2 is on Monday' },
    ]);
  });
});
