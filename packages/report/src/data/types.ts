import type { MatrixInfo, TrialFailureKind } from '@matrix-arena/contract/schemas';
import type { ConditionDifference } from '@matrix-arena/scoring';
import type { CompetitionHistory } from './history-types.ts';

export type { CompetitionHistory, HistoryPoint, SubmissionRow } from './history-types.ts';

/**
 * Everything that the page shows, as plain JSON: it is written into the page, and a page that is kept up to date
 * fetches it. All figures are computed before; the page formats and draws them. `null` stands for a figure that there
 * is none of.
 */
export interface ReportData {
  readonly formatVersion: typeof reportFormatVersion;
  /** One for each sort of results; figures of two sections cannot be compared. */
  readonly sections: readonly ReportSection[];
  readonly competition: CompetitionHistory | null;
}

/** What the script of a page finds in it. */
export interface Embedded {
  readonly data: ReportData;
  /** Where newer data are to be had, if anywhere. */
  readonly liveUrl: string | null;
  /** How long an answer from there may take before the connection counts as lost; 10 s without it. */
  readonly answerLimitMs?: number | undefined;
}

/** Raised whenever an older page would misread newer data. */
export const reportFormatVersion = 1;

/** Results that were made by the same rules on the same matrices and machine, ranked together. */
export interface ReportSection {
  /** The same for the same sort of results, so that a page finds its place again when its data are refreshed. */
  readonly id: string;
  /** In what this section's results differ from those of the first; empty for the first itself. */
  readonly apartBecause: readonly ConditionDifference[];
  readonly rules: { readonly name: string; readonly since: string; readonly formula: string };
  readonly corpus: CorpusSummary;
  readonly isolation: string;
  readonly machine: Machine;
  /** In the order of time. */
  readonly runs: readonly RunSummary[];
  readonly noiseFloor: NoiseFigures | null;
  readonly scoreToBeat: { readonly score: number; readonly setBy: string; readonly factor: number } | null;
  /** In the order of the ranking. */
  readonly solutions: readonly SolutionSummary[];
  /** In the order of the corpus. */
  readonly matrices: readonly MatrixSummary[];
  readonly groups: readonly GroupSummary[];
  readonly scatter: Scatter;
  /** The best score after each run, in the order of time. */
  readonly history: readonly RunBest[];
}

export interface CorpusSummary {
  readonly name: string;
  readonly sha256: string;
  readonly poolCount: number;
  readonly roundSeed: number;
  readonly originalBytes: number;
}

export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly arch: string;
  readonly os: string;
  readonly node: string;
  readonly v8: string;
  readonly memoryBytes: number;
  readonly governor: string | null;
  readonly timer: string;
  readonly timerResolutionNs: number;
}

export interface RunSummary {
  readonly startedAt: string;
  readonly elapsedMs: number;
  readonly commit: string | null;
  readonly dirty: boolean | null;
  readonly loadAverageStart: number;
  readonly loadAverageEnd: number;
  readonly warnings: readonly string[];
  readonly solutions: readonly string[];
  readonly timingThreads: number;
  readonly timingThreadsFrom: 'option' | 'interference';
  readonly relativePrecision: number;
  readonly noiseFloor: NoiseFigures | null;
  readonly interference: readonly {
    readonly solution: string;
    readonly threads: number;
    readonly slowDown: number;
    readonly slowDownLow: number;
    readonly slowDownHigh: number;
  }[];
}

/** By how much two mean scores of one solution, timed twice, differed. */
export interface NoiseFigures {
  readonly solution: string;
  readonly difference: number;
  readonly relativeDifference: number | null;
}

/** What can be said of some bytes that came back: of one matrix, or of several together. */
export interface SizeAndSpeed {
  readonly ratio: number | null;
  readonly bitsPerValue: number | null;
  /** Bytes per second. */
  readonly compressThroughput: number | null;
  readonly decompressThroughput: number | null;
  /** Of both calls together. */
  readonly throughput: number | null;
}

export interface SolutionSummary extends SizeAndSpeed {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  /** 1 = best; null when nothing could be measured. */
  readonly rank: number | null;
  /** Whether noise leaves open which is better, this one or the one above it. */
  readonly isTied: boolean;
  readonly score: number;
  /** 95 % interval of the score. */
  readonly scoreLow: number;
  readonly scoreHigh: number;
  readonly coldMs: number | null;
  readonly memoryPeakBytes: number | null;
  readonly codeBytes: number;
  readonly bundleSha256: string;
  readonly measuredAt: string;
  readonly state: 'measured' | 'rejected' | 'not-loadable';
  /** Why it could not be measured at all. */
  readonly stateMessage: string | null;
  readonly sampledUntil: 'precise' | 'budget' | null;
  /** Matrices that did not come back, those of a solution that was not measured among them. */
  readonly failureCount: number;
  readonly findings: readonly { readonly kind: string; readonly message: string }[];
  /** One for each matrix of the section; null where there was no trial. */
  readonly trials: readonly (TrialSummary | FailureSummary | null)[];
}

export interface TrialSummary extends SizeAndSpeed {
  readonly outcome: 'ok';
  readonly score: number;
  readonly compressedBytes: number;
  readonly frameSha256: string;
  /** 1 when every byte came back. */
  readonly similarity: number;
  readonly firstCompressMs: number;
  readonly firstDecompressMs: number;
  /** Calls that make one sample. */
  readonly compressCalls: number;
  readonly decompressCalls: number;
  /** Medians. */
  readonly compressMs: number;
  readonly decompressMs: number;
  /** Entry i of all three belongs to one pass. */
  readonly compressSamplesMs: readonly number[];
  readonly decompressSamplesMs: readonly number[];
  readonly stages: readonly number[];
  /** What the frame is made of, where the solution can tell. */
  readonly parts: readonly PartSummary[] | null;
}

export interface PartSummary {
  readonly name: string;
  readonly plane: string;
  readonly bits: number;
  readonly bitsPerValue: number | null;
}

export interface FailureSummary {
  readonly outcome: TrialFailureKind;
  readonly stage: string;
  readonly message: string;
  readonly expected: string | number | null;
  readonly got: string | number | null;
}

export interface MatrixSummary {
  readonly id: string;
  readonly rows: number;
  readonly cols: number;
  readonly originalBytes: number;
  readonly sha256: string;
  readonly direction: string | null;
  readonly kind: string | null;
  /** Entropy bounds in bits per value. */
  readonly bounds: NonNullable<MatrixInfo['bounds']> | null;
}

/** Matrices under one heading, by index, and what each solution reached on all of them. */
export interface GroupSummary {
  readonly group: string;
  readonly matrices: readonly number[];
  /** In the order of the section's solutions. */
  readonly solutions: readonly (SizeAndSpeed & { readonly score: number })[];
}

/** Size against speed. Throughputs are of both calls together, in bytes per second. */
export interface Scatter {
  readonly points: readonly ScatterPoint[];
  /** Names of solutions without a point, since some matrix did not come back. */
  readonly leftOut: readonly string[];
  /** Size of the matrix that the lines are for: the mean of the section. */
  readonly matrixBytes: number;
  readonly isoLines: readonly IsoLine[];
  /** From the least to the most that is drawn. */
  readonly throughputRange: readonly [number, number];
  readonly ratioRange: readonly [number, number];
}

export interface ScatterPoint {
  readonly solution: string;
  readonly throughput: number;
  readonly ratio: number;
  /** Whether no other point is as good in both and better in one. */
  readonly isOnFrontier: boolean;
}

/** What scores the same. */
export interface IsoLine {
  readonly score: number;
  /** Whether the score is the one to beat. */
  readonly isTarget: boolean;
  readonly points: readonly { readonly throughput: number; readonly ratio: number }[];
}

export interface RunBest {
  readonly date: string;
  readonly score: number;
  readonly solution: string;
  readonly version: string;
}
