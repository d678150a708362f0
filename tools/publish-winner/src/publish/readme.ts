import type { Manifest } from '@matrix-arena/contract';
import { findRuleSet } from '@matrix-arena/scoring';
import { packageName } from '../runtime/errors.ts';
import type { PackedSolution } from '../stage/options.ts';
import { codeBlock, count, fixed, markdownTable, megabytesPerSecond, scoreText } from './markdown.ts';
import type { PartSize } from './sizes.ts';
import { type Contestant, type Standing, winnerOf } from './standing.ts';

export interface ReadmeFacts {
  readonly manifest: Manifest;
  readonly standing: Standing;
  /** Whose frames the package reads, the winner first. */
  readonly solutions: readonly PackedSolution[];
  readonly parts: readonly PartSize[];
  readonly installBytes: number;
  /** The template's text on how to use it. */
  readonly usage: string;
}

/** README.md of a package, from facts alone: the same facts make the same text. */
export function readmeText(facts: ReadmeFacts): string {
  const { manifest, usage } = facts;
  const sections = [
    `# ${packageName}`,
    `Lossless compression of bfloat16 matrices, such as the activations and gradients of models in training. It is
${rankOf(facts.standing) === 1 ? 'the winner' : 'a codec'} of Matrix Arena as a library: ${manifest.name} ${manifest.version} (${plain(manifest.description)}).`,
    codeBlock('sh', `npm install ${packageName}`),
    usage.trim(),
    'On the command line: `npx matrix-codec pack file.safetensors`, and `matrix-codec --help`.',
    '## Why this codec',
    ...standingSections(facts.standing),
    '## Sizes',
    ...sizeSections(facts),
    '## Frames of earlier versions',
    ...historySections(facts),
    '## Where it comes from',
    `\`PROVENANCE.json\` has a SHA-256 of every file, and says which run, which code and which version before this one it was
made from. \`spec.md\` describes the bytes.`,
    '## Licence',
    `MIT for the library. Solutions and libraries in it have their own: ${licences(facts.solutions)}; see THIRD-PARTY.md.`,
  ];
  return `${sections.join('\n\n')}\n`;
}

function standingSections(standing: Standing): string[] {
  const { contest, record, contestants } = standing;
  const { corpus, environment, plan, startedAt } = record;
  const where =
    contest === null
      ? `on ${corpus.matrices.length} matrices (${corpus.name})`
      : `in round ${contest.round} of ${plain(contest.name)}, on ${corpus.matrices.length} matrices${contest.seed === null ? '' : ` (seed ${contest.seed})`}`;
  const winner = winnerOf(standing);
  const columns = ['', 'solution', 'score', 'ratio', 'compress MB/s', 'decompress MB/s', 'code bytes'];
  const rows = contestants.map((one) => [
    roleTexts[one.role],
    `${one.name} ${one.version}`,
    scoreText(one),
    fixed(one.ratio, 3),
    megabytesPerSecond(one.compressThroughput),
    megabytesPerSecond(one.decompressThroughput),
    count(one.codeBytes),
  ]);
  const commit = environment.commit === null ? '' : `, commit ${environment.commit.slice(0, 10)}`;
  const quick = plan.timeBudgetMs === 0 ? ` ${quickNote}` : '';
  const disturbed = environment.warnings.map((warning) => ` Disturbed: ${warning}.`).join('');
  return [
    `${winner.name} scored ${scoreText(winner)} ${where}, rank ${rankOf(standing)} of ${contestants.length}${leads(standing, winner)}.`,
    markdownTable(columns, rows, 2),
    `Scores are means of \`${findRuleSet(record.rules).formula}\` by the rules ${record.rules}, t in seconds, ± half of the 95 %
interval from timing noise. Ratio is original / compressed bytes; MB is 1e6 bytes. Medians of at least ${plan.repeats} passes over each
matrix on ${environment.cpu} (${environment.cores} cores, Node ${environment.node}, ${environment.os}), ${startedAt.slice(0, 10)}${commit}.${quick}${disturbed}
The matrices have the SHA-256 ${corpus.sha256}, the whole result ${standing.recordSha256}.`,
  ];
}

/** Of a run that had no time to go on until its figures were known well. */
const quickNote =
  'It was a quick run, which ended after these passes however wide the intervals were: too noisy to tell close scores apart.';

const roleTexts: Readonly<Record<Contestant['role'], string>> = {
  winner: 'this package',
  reference: 'the baseline',
  other: '',
};

function rankOf({ contestants }: Standing): number {
  return 1 + contestants.findIndex(({ role }) => role === 'winner');
}

/** By how much it leads, against the best of the others and the baseline. */
function leads({ contestants }: Standing, winner: Contestant): string {
  const others = contestants.filter(({ role }) => role === 'other');
  const baselines = contestants.filter(({ role }) => role === 'reference');
  const parts = [
    ...others
      .slice(0, 1)
      .map((one) => `${lead(winner, one)} ${one.name} ${one.version}, the best of the others`),
    ...baselines.map((one) => `${lead(winner, one)} the baseline, ${one.name} ${one.version}`),
  ];
  return parts.length === 0 ? '' : `: ${parts.join(', and ')}`;
}

function lead({ score }: Contestant, other: Contestant): string {
  const difference = score - other.score;
  const side = difference < 0 ? 'below' : 'above';
  const share = other.score > 0 ? ` (${Math.abs((100 * difference) / other.score).toFixed(1)} %)` : '';
  return `${Math.abs(difference).toFixed(4)}${share} ${side}`;
}

function sizeSections({ parts, installBytes }: ReadmeFacts): string[] {
  const rows = parts.map(({ part, minifiedBytes, gzippedBytes }) => [
    part,
    count(minifiedBytes),
    count(gzippedBytes),
  ]);
  return [
    `Installed: ${Math.round(installBytes / 1000)} kB, no dependencies. In a page, bytes as a bundler makes them; all but the library is
loaded when it is first needed:`,
    markdownTable(['part', 'minified', 'and gzipped'], rows, 1),
  ];
}

function historySections({ solutions }: ReadmeFacts): string[] {
  const rows = solutions.map(({ name, formatVersion, since }) => [name, String(formatVersion), since]);
  return [
    `A frame says which solution and format made it, and each version of the package brings the decoders of all winners before
it, unchanged, with frames that they wrote; its own test decodes these. So what any version wrote stays readable by every
later one. An older version refuses frames of a newer winner with \`unsupported-version\`, and says to update.`,
    markdownTable(['frames of', 'format', 'readable since'], rows, 1),
  ];
}

function licences(solutions: readonly PackedSolution[]): string {
  const all = solutions.flatMap(({ license, libraries }) => [
    license,
    ...libraries.map((one) => one.license),
  ]);
  return [...new Set(all)].join(', ');
}

/** Text of others as plain text: nothing in it becomes markup, or a line of its own. */
function plain(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[\\`*_{}[\]<>#|!]/g, '\\$&');
}
