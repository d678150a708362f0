import type { PackedSolution } from './options.ts';

/** Licence of everything that is written for the package itself. */
const ownLicense = 'MIT';

/** @param solutions the winner first */
export function registryText(solutions: readonly PackedSolution[]): string {
  const lazily = (path: string | null): string =>
    path === null ? 'null' : `() => import(${JSON.stringify(path.replace(/^dist\//, './'))})`;
  const entries = solutions.map(
    ({ name, formatVersion, decoder, inspect }) =>
      `  { name: ${JSON.stringify(name)}, formatVersion: ${formatVersion}, load: ${lazily(decoder)}, loadInspect: ${lazily(inspect)} },\n`,
  );
  return `export const solutions = [\n${entries.join('')}];\n`;
}

export function packageJsonText(
  name: string,
  version: string,
  description: string,
  solutions: readonly PackedSolution[],
): string {
  const licenses = [...new Set([ownLicense, ...solutions.map(({ license }) => license)])];
  const json = {
    name,
    version,
    description: `Lossless compression of bfloat16 matrices. ${description}`,
    license: licenses.map((one) => (licenses.length > 1 ? bracketed(one) : one)).join(' AND '),
    keywords: [
      'bfloat16',
      'bf16',
      'compression',
      'lossless',
      'activations',
      'gradients',
      'safetensors',
      'npy',
    ],
    type: 'module',
    sideEffects: false,
    main: './dist/index.js',
    types: './dist/index.d.ts',
    exports: {
      '.': { types: './dist/index.d.ts', default: './dist/index.js' },
      './package.json': './package.json',
    },
    bin: { 'matrix-codec': 'dist/cli.js' },
    files: ['dist', 'test', 'spec.md', 'PROVENANCE.json', 'THIRD-PARTY.md'],
    engines: { node: '>=20' },
    scripts: { test: 'node test/golden.mjs' },
  };
  return `${JSON.stringify(json, null, 2)}\n`;
}

/** SPDX asks for brackets around what is not one identifier. */
function bracketed(license: string): string {
  return /^[\w.+-]+$/.test(license) ? license : `(${license})`;
}

/** Whose code is in the package, with what their licences ask for. */
export function thirdPartyText(solutions: readonly PackedSolution[]): string {
  const authors = solutions.map(
    (one) => `- ${one.name} ${one.version}, ${one.license}, by ${one.authors.join(', ')}\n`,
  );
  const libraries = new Map(
    solutions
      .flatMap((one) => one.libraries)
      .map((library) => [`${library.name} ${library.version}`, library]),
  );
  const notices = [...libraries].map(
    ([title, { license, notice }]) => `\n## ${title}\n\nLicence: ${license}\n\n${notice}\n`,
  );
  return `# Code of others in this package\n\nSolutions:\n\n${authors.join('')}${notices.join('')}`;
}
