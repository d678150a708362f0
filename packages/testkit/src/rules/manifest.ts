import { isDeepStrictEqual } from 'node:util';
import type { Manifest } from '@matrix-arena/contract';
import { readJson } from '../run/read-json.ts';
import { type Rule, violated } from './rule.ts';

interface PackageJson {
  readonly name?: string;
  readonly version?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

export const manifestRule: Rule = {
  id: 'manifest',
  title: 'manifest.json is valid, lossless, and agrees with package.json and the built module',
  async check(context) {
    const { manifest } = context;
    const packageJson = (await readJson(new URL('package.json', context.packageDir))) as PackageJson;
    const packageName = packageJson.name?.replace(/^@[^/]*\//, '');
    expectEqual('name of the package without its scope', packageName, manifest.name);
    expectEqual('version of the package', packageJson.version, manifest.version);
    // The arena's own packages are bundled, so they are part of the solution and no import.
    const libraries = Object.keys(packageJson.dependencies ?? {}).filter(
      (name) => !name.startsWith('@matrix-arena/'),
    );
    expectEqual(
      'dependencies of the package',
      libraries.sort().join(', '),
      manifest.dependencies.toSorted().join(', '),
    );
    if (!manifest.lossless) violated('expected lossless to be true: these rules are for lossless codecs');
    // Loaded here and not above: no other rule needs it, and it takes as long as all else that a thread loads.
    const { parseManifest } = await import('@matrix-arena/contract/schemas');
    const built = parseManifest((await context.solution()).manifest, 'manifest in the built module');
    if (!isDeepStrictEqual(ofCodec(built), ofCodec(manifest))) {
      violated('expected the built module to carry this manifest, got another one; run pnpm build');
    }
  },
};

/** A codec's bundle need not say where its frames are taken apart. */
function ofCodec({ inspect: _, ...manifest }: Manifest): Manifest {
  return manifest;
}

function expectEqual(what: string, got: string | undefined, expected: string): void {
  if (got !== expected) violated(`${what}: expected "${expected}" as in manifest.json, got "${got}"`);
}
