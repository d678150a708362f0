import { count, fixed, megabytesPerSecond } from '@matrix-arena/page/app';
import type { MatrixSummary, TrialSummary } from '../data/types.ts';
import { BitsFigure } from './bits-figure.tsx';
import { type Fact, Facts, Hash } from './facts.tsx';
import { milliseconds, score } from './format.ts';
import { SamplesFigure } from './samples-figure.tsx';

/** What was measured of a matrix that came back. */
export function TrialDetail({ trial, matrix }: { trial: TrialSummary; matrix: MatrixSummary }) {
  return (
    <>
      <Facts facts={factsOf(trial, matrix)} />
      <h4>Where the bits go</h4>
      <BitsFigure trial={trial} matrix={matrix} />
      <h4>Samples</h4>
      <SamplesFigure trial={trial} />
    </>
  );
}

function factsOf(trial: TrialSummary, matrix: MatrixSummary): Fact[] {
  const { compressMs, decompressMs, similarity } = trial;
  return [
    { term: 'Score', value: score(trial.score) },
    { term: 'Ratio', value: fixed(trial.ratio, 3) },
    { term: 'Bits/value', value: fixed(trial.bitsPerValue, 3) },
    {
      term: 'Compress',
      value: `${megabytesPerSecond(trial.compressThroughput)} MB/s, median ${milliseconds(compressMs)} ms`,
    },
    {
      term: 'Decompress',
      value: `${megabytesPerSecond(trial.decompressThroughput)} MB/s, median ${milliseconds(decompressMs)} ms`,
    },
    {
      term: 'First pass, not scored',
      value: `${milliseconds(trial.firstCompressMs)} ms and ${milliseconds(trial.firstDecompressMs)} ms`,
    },
    { term: 'Shape', value: `${count(matrix.rows)} × ${count(matrix.cols)}` },
    { term: 'Bytes', value: `${count(matrix.originalBytes)} → ${count(trial.compressedBytes)}` },
    ...(similarity === 1 ? [] : [{ term: 'Similarity', value: fixed(similarity, 6) }]),
    { term: 'SHA-256 of the frame', value: <Hash value={trial.frameSha256} /> },
    { term: 'SHA-256 of the matrix', value: <Hash value={matrix.sha256} /> },
  ];
}
