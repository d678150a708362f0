import { defaultRunOptions } from '@matrix-arena/harness';
import { counted } from '../format.ts';
import type { CheckedPackage } from './package.ts';
import { type AreaReport, areaReport, type Finding } from './report.ts';

const scope = '@matrix-arena/';

/** Packages of the arena that become part of a solution's bundle. */
const bundled = [`${scope}contract`, `${scope}bf16`];

const exactVersion = /^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/;

/** Whether a specifier is one of the packages that every solution may bundle, or lies in one. */
export function isBundled(specifier: string): boolean {
  return bundled.some((name) => specifier === name || specifier.startsWith(`${name}/`));
}

export function isOfArena(specifier: string): boolean {
  return specifier.startsWith(scope);
}

/** Whether the libraries of manifest and package.json are allowed, the same, and pinned. */
export function checkDependencies({ manifest, packageJson }: CheckedPackage): AreaReport {
  const declared = manifest?.dependencies ?? [];
  const { dependencies, optionalDependencies, peerDependencies } = packageJson ?? {};
  const installed = { ...peerDependencies, ...optionalDependencies, ...dependencies };
  const findings = [
    ...declared.filter(isForbidden).map(notAllowed),
    ...declared
      .filter((name) => packageJson !== null && !(name in installed))
      .map((name) => ({
        message: `manifest.json names ${name}, and the dependencies of package.json do not`,
        hint: `add it to package.json, or take it out of the manifest`,
      })),
    ...Object.entries(installed).flatMap(([name, version]) => installedFindings(name, version, declared)),
  ];
  const summary = declared.length === 0 ? 'none' : declared.join(', ');
  return areaReport('dependencies', {
    summary: findings.length === 0 ? summary : counted(findings.length, 'finding', 'findings'),
    findings,
  });
}

function installedFindings(name: string, version: string, declared: readonly string[]): Finding[] {
  if (isBundled(name)) return version.startsWith('workspace:') ? [] : unpinned(name, version);
  if (isOfArena(name)) {
    const hint = 'move it to devDependencies, and import it in tests and scripts only';
    return [{ message: `package.json depends on ${name}, which is no part of a codec`, hint }];
  }
  if (declared.includes(name)) return unpinned(name, version);
  if (isForbidden(name)) return [notAllowed(name)];
  const hint = 'add it to the dependencies of the manifest, or take it out of package.json';
  return [{ message: `package.json depends on ${name}, and manifest.json does not name it`, hint }];
}

function unpinned(name: string, version: string): Finding[] {
  if (exactVersion.test(version)) return [];
  const message = `package.json asks for ${name} ${version}`;
  return [{ message, hint: 'name one exact version, such as 1.2.3: another one may make other frames' }];
}

function isForbidden(name: string): boolean {
  return !defaultRunOptions.allowedLibraries.includes(name);
}

function notAllowed(name: string): Finding {
  const allowed = defaultRunOptions.allowedLibraries.join(', ');
  return {
    message: `${name} is not on the allow-list: ${allowed}`,
    hint: 'do without it, or make it a development dependency if only tests and scripts need it',
  };
}
