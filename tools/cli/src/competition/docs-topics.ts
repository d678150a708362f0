import { defaultRunOptions } from '@matrix-arena/harness';
import { beatFactor, ruleSets } from '@matrix-arena/scoring';
import { count } from '../format.ts';
import { durationText } from './wording.ts';

export interface Topic {
  readonly name: string;
  /** Page of the checkout that tells more. */
  readonly page: string;
  readonly text: string;
}

const { codeLimitBytes, callLimitMs, runLimitMs } = defaultRunOptions;

const rules = ruleSets.map(({ name, formula }) => `  ${name.padEnd(12)} ${formula}`).join('\n');

/** What `arena docs` prints. */
export const topics: readonly Topic[] = [
  {
    name: 'scoring',
    page: 'docs/rules.md',
    text: `How a solution is scored

Of one matrix, c is compressed bytes / original bytes, t the seconds of compress and decompress together:

${rules}

The score of a submission is the mean over the matrices of the round; one that does not come back scores 0.
The ± behind a score is half of its 95 % interval from timing noise.

A newcomer takes the top with ${beatFactor} times the score that stands there, or more. Before there is a top, the
baseline stands. Whoever is not above the baseline is listed, and not eligible. A tie keeps the earlier.

Every round has other matrices, so scores of two rounds are never compared: the holder is measured again when a
round opens, and until then there is no score to beat.
`,
  },
  {
    name: 'frame',
    page: 'docs/contract.md',
    text: `What a codec is

  compress(matrix)    { bytes, rows, cols, dtype: 'bf16' } to a frame
  decompress(frame)   the frame, and nothing else, back to the matrix, bit for bit

A frame is self-describing: shape, mode and tables are in it. Values are little-endian bfloat16; NaN payloads and -0
have to come back too. Both calls are synchronous, leave their input alone and hand out memory of their own.
Frames are hostile: every size is checked before it is used, and an error is a CodecError with a kind.
`,
  },
  {
    name: 'submit',
    page: 'docs/writing-a-codec.md',
    text: `How to take part

  arena new my-codec               make a package that already takes part
  arena check ./my-codec           manifest, build, imports, size, types, conformance
  arena bench ./my-codec           see where it stands on the samples
  arena init --author ID           say who you are, once
  arena submit ./my-codec          pack, send, screen, measure, score

Limits unless the competition has others: ${count(codeLimitBytes)} bytes of code beside allowed libraries,
${durationText(callLimitMs)} for a call, ${durationText(runLimitMs)} for all calls of a run. arena competitions -c ID shows those of a competition.
Submissions are measured in a sandbox without a network. The same package twice is one submission.
`,
  },
  {
    name: 'faq',
    page: 'docs/measuring.md',
    text: `Questions

Why is there no score to beat?
  The round is new: the holder, or the baseline, is still to be measured on its matrices.
Why is my score not that of arena bench?
  Other matrices, and a sandbox. Times are those of the machine that evaluates.
Why was it rejected?
  It broke a rule before any of its code ran: arena result ID says which. arena check finds the same.
Why did it fail?
  No matrix came back: arena result ID has the first one, arena result ID -f log how far it came.
When can I see the code of others?
  arena result ID says from when. Organisers choose whether code and logs are kept back.
Somebody stopped in the midst of an evaluation. What now?
  It is queued again: at once after Ctrl-C, after its lease otherwise. arena evaluate goes on.
`,
  },
];
