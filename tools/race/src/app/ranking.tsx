import {
  type Column,
  count,
  counted,
  DataTable,
  fixed,
  megabytesPerSecond,
  none,
} from '@matrix-arena/page/app';
import { defaultRuleSet } from '@matrix-arena/scoring';
import type { Standing } from '../race/standings.ts';
import type { RaceState } from '../race/state.ts';

const columns: readonly Column<Standing>[] = [
  { heading: '#', cell: ({ rank }) => rank ?? none },
  { heading: 'Solution', align: 'left', cell: ({ name }) => <span class="name">{name}</span> },
  { heading: 'Score', cell: ({ score }) => <strong>{fixed(score, 4)}</strong> },
  { heading: 'Ratio', cell: ({ ratio }) => fixed(ratio, 3) },
  { heading: 'Bits', unit: '/value', cell: ({ bitsPerValue }) => fixed(bitsPerValue, 2) },
  {
    heading: 'Compress',
    unit: 'MB/s',
    cell: ({ compressThroughput }) => megabytesPerSecond(compressThroughput),
  },
  {
    heading: 'Decompress',
    unit: 'MB/s',
    cell: ({ decompressThroughput }) => megabytesPerSecond(decompressThroughput),
  },
  { heading: 'Load', unit: 'ms', cell: ({ loadMs }) => fixed(loadMs, 0) },
  { heading: 'Code', unit: 'bytes', cell: ({ codeBytes }) => count(codeBytes) },
];

/** Who is ahead, and what did not work. */
export function Ranking({ race, rows }: { race: RaceState; rows: readonly Standing[] }) {
  const failures = rows.flatMap(({ name, failures: own }) => own.map((failure) => ({ name, ...failure })));
  return (
    <section aria-labelledby="ranking">
      <h2 id="ranking">Ranking</h2>
      <DataTable
        kind="ranking"
        caption={`${defaultRuleSet.name}: ${defaultRuleSet.formula}, c = compressed / original, t = seconds both ways`}
        columns={columns}
        rows={rows}
        rowClass={({ rank }) => (rank === 1 && race.status === 'finished' ? 'best' : undefined)}
      />
      {failures.length > 0 && (
        <div class="failures" role="note" aria-label="Failures">
          <strong>{counted(failures.length, 'failure', 'failures')}</strong>
          <ul>
            {failures.map(({ name, kind, matrix, message }) => (
              <li key={`${name} ${matrix}`}>
                <span class="name">{name}</span> {kind}
                {matrix !== null && ` on ${matrix}`}: {message}
              </li>
            ))}
          </ul>
        </div>
      )}
    </section>
  );
}
