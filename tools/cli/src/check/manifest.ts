import type { CheckedPackage } from './package.ts';
import { type AreaReport, areaReport, type Finding } from './report.ts';

/** Whether manifest.json is valid, and says the same as package.json. */
export function checkManifest({ manifest, packageJson, faults }: CheckedPackage): AreaReport {
  const findings = [...faults];
  if (manifest !== null && packageJson !== null) {
    const { name, version, license } = packageJson;
    findings.push(
      ...difference('name', name?.replace(/^@[^/]*\//, ''), manifest.name),
      ...difference('version', version, manifest.version),
      ...difference('license', license, manifest.license),
    );
  }
  const summary =
    manifest === null
      ? 'not readable'
      : `version ${manifest.version}, format version ${manifest.formatVersion}`;
  return areaReport('manifest', { summary, findings });
}

function difference(field: string, got: string | undefined, expected: string): Finding[] {
  if (got === expected) return [];
  const message = `package.json field ${field}: expected ${expected} as in manifest.json, got ${got ?? 'none'}`;
  return [{ message, hint: 'make both say the same' }];
}
