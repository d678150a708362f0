import { count } from '@matrix-arena/page/app';

export const size = (bytes: number): string =>
  bytes < 1e6 ? `${(bytes / 1e3).toFixed(bytes < 1e5 ? 1 : 0)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;

export const shape = ({ rows, cols }: { rows: number; cols: number }): string =>
  `${count(rows)} × ${count(cols)}`;

/** Milliseconds with three significant digits. */
export const milliseconds = (ms: number): string => String(Number(ms.toPrecision(3)));
