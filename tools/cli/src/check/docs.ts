import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type AreaReport, areaReport } from './report.ts';

const documents = [
  { file: 'README.md', hint: 'say in it what the idea is, what pays and what did not' },
  { file: 'spec.md', hint: 'describe in it the frame as a decoder sees it, with the error of each check' },
];

/** Whether the documents are there; nothing runs without them, so it is a warning. */
export function checkDocs(folder: string): AreaReport {
  const missing = documents.filter(({ file }) => !existsSync(join(folder, file)));
  const there = documents.filter((one) => !missing.includes(one)).map(({ file }) => file);
  return areaReport('docs', {
    summary: there.join(', ') || 'none',
    findings: missing.map(({ file, hint }) => ({ message: `${file} is not there`, hint })),
    severity: 'warning',
  });
}
