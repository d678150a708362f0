import { counted, none } from '@matrix-arena/page/app';
import type { ReportSection } from '../data/types.ts';
import { revision } from './environment.tsx';
import { Facts } from './facts.tsx';
import { difference, halfWidth, megabytes, minutes, percent, score, shortHash } from './format.ts';

/** What a section is about, and the figures that most readers come for. */
export function SectionSummary({ section }: { section: ReportSection }) {
  const { scoreToBeat, noiseFloor, solutions, apartBecause } = section;
  const top = solutions.find(({ rank }) => rank === 1);
  const warnings = [...new Set(section.runs.flatMap((run) => run.warnings))];
  return (
    <>
      {warnings.length > 0 && (
        <div class="warnings" role="note" aria-label="Warnings">
          <strong>The times may be too long</strong>
          <ul>
            {warnings.map((warning) => (
              <li key={warning}>{warning}</li>
            ))}
          </ul>
        </div>
      )}
      {apartBecause.length > 0 && (
        <div class="apart" role="note" aria-label="Why this is apart">
          <strong>Cannot be compared with the first section</strong>
          <ul>
            {apartBecause.map(({ what, here, first }) => (
              <li key={what}>
                another {what}: {here}, not {first}
              </li>
            ))}
          </ul>
        </div>
      )}
      <div class="figures">
        <Figure
          label="Top score"
          value={top === undefined ? none : score(top.score)}
          note={
            top === undefined
              ? 'nothing measured'
              : `± ${halfWidth(top.scoreLow, top.scoreHigh)}, ${top.name}`
          }
        />
        <Figure
          label="Score to beat"
          value={score(scoreToBeat?.score ?? null)}
          note={scoreToBeat === null ? 'none yet' : `${scoreToBeat.factor} × ${scoreToBeat.setBy}`}
        />
        <Figure
          label="Noise floor"
          value={noiseFloor === null ? none : difference(noiseFloor.difference)}
          note={
            noiseFloor === null
              ? 'nothing was timed twice'
              : `${percent(noiseFloor.relativeDifference)} of ${noiseFloor.solution}, timed twice`
          }
        />
      </div>
      <Facts facts={factsOf(section)} />
    </>
  );
}

function Figure({ label, value, note }: { label: string; value: string; note: string }) {
  return (
    <div class="figure">
      <p class="figure-label">{label}</p>
      <p class="figure-value">{value}</p>
      <p class="figure-note">{note}</p>
    </div>
  );
}

function factsOf({ rules, corpus, matrices, machine, runs, isolation }: ReportSection) {
  const sample =
    matrices.length === corpus.poolCount ? '' : ` of ${corpus.poolCount}, seed ${corpus.roundSeed}`;
  return [
    {
      term: 'Rules',
      value: (
        <>
          {rules.name}, since {rules.since}: <code>{rules.formula}</code>
        </>
      ),
    },
    {
      term: 'Corpus',
      value: `${corpus.name}: ${counted(matrices.length, 'matrix', 'matrices')}${sample}, ${megabytes(
        corpus.originalBytes,
      )} MB, sha256 ${shortHash(corpus.sha256)}`,
    },
    {
      term: 'Machine',
      value: `${machine.cpu}, cores: ${machine.cores}, Node ${machine.node}, ${machine.os}`,
    },
    { term: 'Commit', value: [...new Set(runs.map(revision))].join(', ') },
    { term: 'When', value: runs.map(({ startedAt }) => minutes(startedAt)).join(', ') },
    { term: 'Isolation', value: isolation },
  ];
}
