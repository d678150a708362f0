import { type Column, DataTable, fixed } from '@matrix-arena/page/app';
import { trialFigures } from '../race/standings.ts';
import type { RacedMatrix, RaceState } from '../race/state.ts';
import { shape, size } from './format.ts';

interface Row {
  readonly matrix: RacedMatrix;
  readonly index: number;
}

/** Score and ratio of every solution on every matrix. */
export function MatrixTable({ race }: { race: RaceState }) {
  const { lanes, matrices } = race;
  const columns: readonly Column<Row>[] = [
    { heading: 'Matrix', align: 'left', cell: ({ matrix }) => <span class="matrix">{matrix.id}</span> },
    { heading: 'Shape', cell: ({ matrix }) => shape(matrix) },
    { heading: 'Size', cell: ({ matrix }) => size(matrix.originalBytes) },
    ...lanes.map(
      ({ name, trials }): Column<Row> => ({
        heading: name,
        unit: 'score, ratio',
        cell: ({ matrix, index }) => {
          const { failure } = trials[index];
          if (failure !== null) return <span class="tag bad">{failure.kind}</span>;
          const figures = trialFigures(trials[index], matrix);
          return `${fixed(figures?.score ?? null, 4)}, ${fixed(figures?.ratio ?? null, 3)}`;
        },
      }),
    ),
  ];
  const rows = matrices.map((matrix, index) => ({ matrix, index }));
  return (
    <section aria-labelledby="matrices">
      <h2 id="matrices">By matrix</h2>
      <DataTable kind="ranking" caption="Score and ratio of each solution" columns={columns} rows={rows} />
    </section>
  );
}
