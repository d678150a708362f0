import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { counted } from '../format.ts';
import { type AreaReport, areaReport, type Finding, skippedArea } from './report.ts';
import { runProcess, tail } from './run-process.ts';
import { findTypeScript } from './typescript.ts';

const shownErrors = 5;

/** `src/codec.ts(12,3): error TS2322: Type …`; lines that go on are indented. */
const errorLine = /^(?<path>[^\s(].*?)\((?<line>\d+),(?<column>\d+)\): error (?<text>TS\d+: .*)$/;

/** Types of the whole package, as its own compiler sees them. */
export async function checkTypes(folder: string, signal: AbortSignal): Promise<AreaReport> {
  if (!existsSync(join(folder, 'tsconfig.json'))) return skippedArea('types', 'there is no tsconfig.json');
  const typescript = findTypeScript(folder);
  if (typescript === null) {
    const hint = 'install typescript as a development dependency of the package';
    const findings = [{ message: 'there is a tsconfig.json, and no TypeScript', hint }];
    return areaReport('types', { summary: 'not checked', findings });
  }
  const args = [typescript.compilerPath, '--noEmit', '--pretty', 'false', '-p', 'tsconfig.json'];
  const { code, output } = await runProcess(process.execPath, args, { cwd: folder, signal });
  if (code === 0) return areaReport('types', { summary: 'no errors' });
  const errors = typeErrors(output);
  const findings = errors.length > 0 ? errors.slice(0, shownErrors) : [compilerFailure(output)];
  return areaReport('types', {
    summary: counted(Math.max(1, errors.length), 'error', 'errors'),
    details: errors.length > shownErrors ? [`the first ${shownErrors} are below`] : [],
    findings,
  });
}

function typeErrors(output: string): Finding[] {
  return output.split('\n').flatMap((one) => {
    const { path, line, column, text } = errorLine.exec(one.trimEnd())?.groups ?? {};
    if (path === undefined) return [];
    return [{ message: `${path}:${line}:${column}: ${text}`, hint: 'correct the code or its types' }];
  });
}

/** Errors that are of no file, such as those of tsconfig.json itself. */
function compilerFailure(output: string): Finding {
  return { message: tail(output, 3).join(' '), hint: 'run tsc in the package' };
}
