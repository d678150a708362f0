import { reportData } from '../src/index.ts';
import { competition, fullResult, realResult } from './results.ts';

/** One run as it was measured. */
export const real = reportData([realResult()]);
/** Two sections, failures, several runs and a competition. */
export const full = reportData(
  [
    fullResult(),
    realResult({ startedAt: '2026-12-01T10:00:00.000Z', solutions: realResult().solutions.slice(2) }),
    realResult({ rules: 'lossy-v2', startedAt: '2026-12-02T10:00:00.000Z' }),
  ],
  { competition },
);
