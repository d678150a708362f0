import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { build } from 'esbuild';

/** What a part of the package weighs in a page that bundles it. */
export interface PartSize {
  /** `library`, or the name of a decoder's or an inspector's file. */
  readonly part: string;
  readonly minifiedBytes: number;
  readonly gzippedBytes: number;
}

export interface PackedFile {
  readonly path: string;
  readonly bytes: number;
}

/** Files of a package in order of path. */
export async function filesOf(packageFolder: string): Promise<PackedFile[]> {
  const entries = await readdir(packageFolder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const files = await Promise.all(
    paths.map(async (path) => ({
      path: path.slice(packageFolder.length + 1).replaceAll('\\', '/'),
      bytes: (await stat(path)).size,
    })),
  );
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Sizes of what a bundler makes of the package: the library first, and what is only loaded when it is needed. */
export async function partSizes(packageFolder: string): Promise<PartSize[]> {
  const { outputFiles, metafile } = await build({
    entryPoints: [join(packageFolder, 'dist/index.js')],
    absWorkingDir: packageFolder,
    bundle: true,
    splitting: true,
    minify: true,
    format: 'esm',
    platform: 'neutral',
    outdir: join(packageFolder, 'out'),
    write: false,
    metafile: true,
    logLevel: 'silent',
  });
  const parts = new Map<string, Uint8Array[]>([['library', []]]);
  for (const [path, { inputs }] of Object.entries(metafile.outputs)) {
    const own = Object.keys(inputs).find((input) => /^dist\/(decoders|inspect)\//.test(input));
    const part = own === undefined ? 'library' : own.replace(/^dist\/|\.js$/g, '');
    const { contents } = outputFiles.find((file) => file.path.endsWith(basename(path))) ?? {
      contents: empty,
    };
    parts.set(part, [...(parts.get(part) ?? []), contents]);
  }
  const sizes = [...parts].map(async ([part, chunks]): Promise<PartSize> => {
    const gzipped = await Promise.all(chunks.map((bytes) => promisify(gzip)(bytes, { level: 9 })));
    return { part, minifiedBytes: totalBytes(chunks), gzippedBytes: totalBytes(gzipped) };
  });
  const [library, ...others] = await Promise.all(sizes);
  return [library, ...others.sort((a, b) => (a.part < b.part ? -1 : 1))];
}

const empty = new Uint8Array();

function totalBytes(chunks: readonly Uint8Array[]): number {
  return chunks.reduce((sum, { length }) => sum + length, 0);
}
