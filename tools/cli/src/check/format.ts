import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { RuleReport } from '@matrix-arena/testkit/rules';
import { counted } from '../format.ts';
import { type AreaReport, areaReport, type Finding } from './report.ts';

/** Golden frames of a package: how many are stored of each format version. */
export type StoredFrames = ReadonlyMap<number, number>;

const goldenFolder = 'test/golden';
const writeGolden = 'node node_modules/@matrix-arena/testkit/dist/write-golden.js';

export async function storedFrames(folder: string): Promise<StoredFrames> {
  const names = await readdir(join(folder, goldenFolder)).catch(() => []);
  const versions = names.map((name) => Number(/^v(\d+)$/.exec(name)?.[1])).filter((version) => version > 0);
  const counts = versions
    .sort((a, b) => a - b)
    .map(async (version): Promise<[number, number]> => {
      const files = await readdir(join(folder, goldenFolder, `v${version}`)).catch(() => []);
      return [version, files.filter((file) => file.endsWith('.frame')).length];
    });
  return new Map(await Promise.all(counts));
}

/** Whether the versions that frames are stored of are those that the manifest tells of. */
export function versionFindings(stored: StoredFrames, formatVersion: number): Finding[] {
  const versions = Array.from({ length: formatVersion }, (_, index) => index + 1);
  const missing = versions.filter((version) => (stored.get(version) ?? 0) === 0);
  const newest = Math.max(0, ...stored.keys());
  return [
    ...missing.map((version): Finding => {
      const message = `there are no frames in ${goldenFolder}/v${version}`;
      return version === formatVersion
        ? { message, hint: `write those of this version with: ${writeGolden}` }
        : { message, hint: 'restore them: frames of older versions have to stay readable' };
    }),
    ...(newest > formatVersion
      ? [
          {
            message: `there are frames of version ${newest}, and manifest.json has formatVersion ${formatVersion}`,
            hint: `set formatVersion to ${newest}, or remove ${goldenFolder}/v${newest} if it was never published`,
          },
        ]
      : []),
  ];
}

/** @param report of the rule that decodes the stored frames and makes them again; none when it could not be run */
export function checkFormat(
  stored: StoredFrames,
  formatVersion: number,
  report: RuleReport | undefined,
): AreaReport {
  const total = [...stored.values()].reduce((sum, frames) => sum + frames, 0);
  const findings = versionFindings(stored, formatVersion);
  if (report?.outcome === 'failed') {
    const next = `raise formatVersion to ${formatVersion + 1} and run ${writeGolden}`;
    const hint = `undo the change, or, if frames are meant to differ: ${next}`;
    findings.push({ message: report.message, hint });
  }
  const versions = [...stored.keys()].map((version) => `v${version}`).join(', ') || 'no version';
  const summary = `${counted(total, 'golden frame', 'golden frames')} of ${versions}`;
  const made = report?.outcome === 'passed' ? ', made again' : '';
  return areaReport('format', { summary: `${summary}${made}`, findings });
}
