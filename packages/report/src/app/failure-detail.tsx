import { count } from '@matrix-arena/page/app';
import type { FailureSummary, MatrixSummary } from '../data/types.ts';
import { type Fact, Facts, Hash } from './facts.tsx';

/** Why a matrix did not come back. */
export function FailureDetail({ failure, matrix }: { failure: FailureSummary; matrix: MatrixSummary }) {
  const { outcome, stage, message, expected, got } = failure;
  const facts: Fact[] = [
    { term: 'Kind', value: <span class="tag bad">{outcome}</span> },
    { term: 'During', value: stage },
    { term: 'Message', value: message },
    ...(expected === null ? [] : [{ term: 'Expected', value: <code>{expected}</code> }]),
    ...(got === null ? [] : [{ term: 'Got', value: <code>{got}</code> }]),
    { term: 'Score', value: '0: the matrix did not come back' },
    { term: 'Shape', value: `${count(matrix.rows)} × ${count(matrix.cols)}` },
    { term: 'Original bytes', value: count(matrix.originalBytes) },
    { term: 'SHA-256 of the matrix', value: <Hash value={matrix.sha256} /> },
  ];
  return <Facts facts={facts} />;
}
