import type { SubmissionDetail } from '@matrix-arena/ledger';
import { adviceOf } from '../competition/failures.ts';
import { revisionText, stateWithReason } from '../competition/list-command.ts';
import type { Line } from '../competition/panel.ts';
import {
  ageText,
  durationText,
  fieldLabel,
  nothing,
  scoreText,
  stateText,
  topText,
} from '../competition/wording.ts';
import { byteCount, fixed, megabytesPerSecond } from '../format.ts';
import { wrapped } from './wrap.ts';

export const labelColumns = 10;

/** Everything about one submission but its files: label and value, one line each; labels of further lines are empty. */
export function submissionDetails(one: SubmissionDetail, now: number, columns: number): Line[] {
  const { author, solution, version, round, roundState, submittedAt, worker, attempts } = one;
  const ageMs = now - Date.parse(submittedAt);
  return [
    ['solution', `${solution} ${version}`],
    ['author', `${author}, revision ${revisionText(one)}`],
    ['round', `${round}, ${stateText(roundState)}`],
    ['state', `${stateWithReason(one)}${one.topStatus === 'never' ? '' : `, top ${topText(one.topStatus)}`}`],
    ...(one.failure === null ? scoreLines(one) : failureLines(one.failure, columns)),
    ['age', `${ageText(ageMs)}${attempts > 1 ? `, attempt ${attempts}` : ''}`],
    ...(worker === null ? [] : [['evaluator', worker] as const]),
  ];
}

function scoreLines(one: SubmissionDetail): Line[] {
  if (one.score === null) return [];
  const rank = one.rank === null ? "not the author's best" : `rank ${one.rank}`;
  const below = one.isAboveBaseline === false ? ', not above the baseline' : '';
  const compress = megabytesPerSecond(one.compressThroughput);
  const decompress = megabytesPerSecond(one.decompressThroughput);
  return [
    ['score', `${scoreText(one.score, one.scoreLow, one.scoreHigh)}, ${rank}${below}`],
    ['size', `ratio ${fixed(one.ratio, 3)}, ${fixed(one.bitsPerValue, 2)} bits/value`],
    ['MB/s', `${compress} compress, ${decompress} decompress`],
    [
      'code',
      `${one.codeBytes === null ? nothing : byteCount(one.codeBytes)}, cold ${fixed(one.coldMs, 1)} ms`,
    ],
    ['took', one.evaluationMs === null ? nothing : durationText(one.evaluationMs)],
  ];
}

function failureLines(failure: NonNullable<SubmissionDetail['failure']>, columns: number): Line[] {
  const { hint: _, ...fields } = failure.fields;
  const texts: Line[] = [
    ['failure', `${failure.kind}: ${failure.message}`],
    ...Object.entries(fields).map(([name, value]): Line => [fieldLabel(name), String(value)]),
    ['to do', adviceOf(failure).hint],
  ];
  // As wide as the panel makes them.
  const labels = Math.max(labelColumns, ...texts.map(([label]) => label.length + 1));
  return texts.flatMap(([label, text]) => labelled(label, text, columns - labels));
}

function labelled(label: string, text: string, columns: number): Line[] {
  return wrapped(text, columns).map((line, index) => [index === 0 ? label : '', line]);
}
