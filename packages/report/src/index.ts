export { csvText } from './csv.ts';
export type { ReportOptions } from './data/report-data.ts';
export { reportData } from './data/report-data.ts';
export type {
  CompetitionHistory,
  HistoryPoint,
  ReportData,
  ReportSection,
  SubmissionRow,
} from './data/types.ts';
export type { RenderOptions } from './render.ts';
export { isReport, renderReport } from './render.ts';
export { writeReportFile } from './report-file.ts';
