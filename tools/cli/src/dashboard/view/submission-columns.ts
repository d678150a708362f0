import { colours } from '../../colours.ts';
import { nothing } from '../../competition/wording.ts';
import { count, fixed } from '../../format.ts';
import type { FileRow, MatrixRow } from '../data.ts';
import type { Column } from './columns.ts';

export const matrixColumns: readonly Column<MatrixRow>[] = [
  { heading: '#', align: 'right', text: ({ number }) => String(number) },
  { heading: 'matrix', least: 10, most: 40, text: matrixName },
  { heading: 'shape', isExtra: true, align: 'right', text: ({ rows, cols }) => `${rows}x${cols}` },
  { heading: 'outcome', text: ({ outcome }) => (outcome === 'ok' ? outcome : colours.red(outcome)) },
  { heading: 'ratio', align: 'right', text: ({ ratio }) => fixed(ratio, 3) },
  { heading: 'compress ms', align: 'right', text: ({ compressMs }) => fixed(compressMs, 1) },
  { heading: 'decompress ms', align: 'right', text: ({ decompressMs }) => fixed(decompressMs, 1) },
  { heading: 'score', align: 'right', text: ({ score }) => fixed(score, 4) },
];

/** Names are kept back until the round is completed; kinds are not. */
function matrixName({ name, kind, direction }: MatrixRow): string {
  if (name !== null) return name;
  const sort = [kind, direction].filter((word) => word !== null).join(' ');
  return sort === '' ? nothing : sort;
}

export const fileColumns: readonly Column<FileRow>[] = [
  { heading: 'name', least: 12, most: 40, text: ({ name }) => name },
  { heading: 'type', least: 8, text: ({ type }) => type },
  { heading: 'bytes', align: 'right', text: ({ sizeBytes }) => count(sizeBytes) },
  { heading: 'kept back', text: ({ visibility }) => (visibility.visible ? '' : sealed(visibility.revealAt)) },
];

/** The day alone; who opens the file is told all of it. */
function sealed(until: string | null): string {
  return colours.yellow(until === null ? 'yes' : `until ${until.slice(0, 10)}`);
}
