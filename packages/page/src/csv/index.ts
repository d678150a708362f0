export { type CsvColumn, csvTable } from './csv-table.ts';
