export { AsTable, type Column, DataTable, ScrollRegion } from './data-table.tsx';
export { Downloads } from './downloads.tsx';
export { count, counted, fixed, megabytesPerSecond, none } from './format.ts';
