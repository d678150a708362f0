import { bitsPerValue, ratio, throughput } from '@matrix-arena/contract';
import { beatFactor, defaultRuleSet, rankResult } from '@matrix-arena/scoring';
import { describe, expect, it } from 'vitest';
import { reportData } from '../src/index.ts';
import { competition, fullResult, realResult, smallResult } from './results.ts';

describe('reportData', () => {
  it('has the ranking of a real result, as scoring has it', () => {
    const result = realResult();
    const ranking = rankResult(result, defaultRuleSet);
    const [section] = reportData([result]).sections;
    const figures = ({
      name,
      score,
      scoreLow,
      scoreHigh,
      rank,
      ratio: size,
    }: (typeof ranking.rows)[number]) => ({
      name,
      score,
      scoreLow,
      scoreHigh,
      rank,
      ratio: size,
    });
    expect(section.solutions).toMatchObject(ranking.rows.map(figures));
    expect(section.scoreToBeat).toEqual({ ...ranking.scoreToBeat, factor: beatFactor });
    expect(section.groups.map(({ group }) => group)).toEqual(ranking.groups.map(({ group }) => group));
    expect(section.groups.map(({ solutions }) => solutions.map(({ score }) => score))).toEqual(
      ranking.groups.map(({ scores }) => scores),
    );
  });

  it('is plain JSON: nothing is lost on the way into a page', () => {
    const data = reportData([fullResult()], { competition });
    expect(JSON.parse(JSON.stringify(data))).toEqual(data);
  });

  it('has the figures of each trial, and all of its samples', () => {
    const result = smallResult([{ compressedBytes: 400, callMs: 2 }]);
    const [{ solutions }] = reportData([result]).sections;
    expect(solutions[0].trials).toMatchObject([
      {
        outcome: 'ok',
        ratio: ratio(1000, 400),
        bitsPerValue: bitsPerValue(400, 500),
        compressThroughput: throughput(1000, 2),
        throughput: throughput(1000, 4),
        compressSamplesMs: [2],
        decompressSamplesMs: [2],
        parts: null,
      },
    ]);
    expect(solutions[0].throughput).toBe(throughput(1000, 4));
  });

  it('has no throughput where the clock saw no time pass', () => {
    const data = smallResult([{ compressedBytes: 400, callMs: 1 }]);
    const trials = data.solutions[0].trials.map((trial) => ({ ...trial, compressMs: [0] }));
    const timeless = { ...data, solutions: [{ ...data.solutions[0], trials }] };
    const [{ solutions }] = reportData([timeless as typeof data]).sections;
    const figures = { compressThroughput: null, decompressThroughput: 1e6, throughput: 1e6 };
    expect(solutions).toMatchObject([{ ...figures, trials: [figures] }]);
  });

  it('keeps parts of frames, bounds of matrices, failures and findings', () => {
    const [{ solutions, matrices }] = reportData([fullResult()]).sections;
    const withParts = solutions.find(({ trials }) => trials[0]?.outcome === 'ok' && trials[0].parts !== null);
    const trial = withParts?.trials[0];
    if (trial?.outcome !== 'ok' || trial.parts === null) throw new Error('expected a trial with parts');
    const sum = trial.parts.reduce((total, part) => total + (part.bitsPerValue ?? 0), 0);
    expect(sum).toBeCloseTo(trial.bitsPerValue ?? 0, 9);
    expect(matrices[0].bounds).toMatchObject({ planesBound: 10.56 });
    expect(solutions.find(({ name }) => name === 'failing')).toMatchObject({
      failureCount: 3,
      trials: [
        { outcome: 'mismatch', expected: '0x3f80', got: '0x3f81' },
        { outcome: 'mismatch' },
        { outcome: 'timeout', expected: null, got: null },
        { outcome: 'ok' },
        { outcome: 'ok' },
        { outcome: 'ok' },
      ],
    });
    expect(solutions.find(({ name }) => name === 'too-large')).toMatchObject({
      rank: null,
      state: 'rejected',
      stateMessage: 'code: expected at most 20000 bytes, got 31337',
      trials: [null, null, null, null, null, null],
    });
    expect(solutions.flatMap(({ findings }) => findings)).toEqual([
      { kind: 'remembers-inputs', message: 'the second call was 3 times as fast' },
    ]);
  });

  it('keeps what cannot be compared in sections of its own, and says why', () => {
    const real = realResult();
    const slower = { ...real.environment, cpu: 'another processor' };
    const sandboxed = { ...real.plan, isolation: 'sandbox' as const };
    const { sections } = reportData([
      real,
      realResult({ rules: 'lossy-v2' }),
      realResult({ environment: slower, plan: sandboxed }),
      smallResult([{ compressedBytes: 400, callMs: 2 }]),
      realResult({ startedAt: '2026-12-24T00:00:00.000Z' }),
    ]);
    expect(sections.map(({ apartBecause }) => apartBecause.map(({ what }) => what))).toEqual([
      [],
      ['rule set'],
      ['machine', 'isolation'],
      ['corpus'],
    ]);
    expect(sections.map(({ runs }) => runs.length)).toEqual([2, 1, 1, 1]);
    expect(new Set(sections.map(({ id }) => id)).size).toBe(4);
    expect(sections[2].apartBecause[1]).toEqual({ what: 'isolation', here: 'sandbox', first: 'threads' });
  });

  it('has the best after each run, by the figures that were the newest then', () => {
    const runs = [500, 400, 450].map((compressedBytes, day) =>
      smallResult([{ compressedBytes, callMs: 1 }], { startedAt: `2026-05-0${day + 1}T00:00:00.000Z` }),
    );
    const [{ history, solutions }] = reportData(runs.toReversed()).sections;
    expect(history.map(({ date, score }) => [date.slice(0, 10), Number(score.toFixed(2))])).toEqual([
      ['2026-05-01', 0.5],
      ['2026-05-02', 0.6],
      ['2026-05-03', 0.55],
    ]);
    expect(solutions.map(({ measuredAt }) => measuredAt)).toEqual(['2026-05-03T00:00:00.000Z']);
  });

  it('does not lose the best by a run without it', () => {
    const first = smallResult([
      { compressedBytes: 400, callMs: 1 },
      { compressedBytes: 500, callMs: 1 },
    ]);
    const again = { ...first, startedAt: '2030-01-01T00:00:00.000Z', solutions: first.solutions.slice(1) };
    const [{ history }] = reportData([first, again]).sections;
    expect(history.map(({ solution }) => solution)).toEqual(['solution-0', 'solution-0']);
  });

  it('can be made of nothing', () => {
    expect(reportData([])).toEqual({ formatVersion: 1, sections: [], competition: null });
  });
});
