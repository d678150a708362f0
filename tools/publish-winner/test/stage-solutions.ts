import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { type StageOptions, stagePackage } from '../src/index.ts';
import { firstPackage } from './installed.ts';

/** Makes a folder to stage into for the tests of a file, and removes it after them. */
export function setUpStageFolder() {
  let root: string;

  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'stage-'));
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  async function stage(options: Partial<StageOptions>): Promise<unknown> {
    return stagePackage({
      solutionFolder: firstPackage.solutionFolder,
      outFolder: join(root, 'out'),
      version: '2.0.0',
      previousFolder: null,
      readme: '',
      provenance: {},
      ...options,
    });
  }

  /** A solution that copies, with the given code in front, and of what takes its frames apart. */
  function solutionWith({
    code = '',
    inspectCode = undefined as string | undefined,
    dependencies = [] as string[],
    lossless = true,
  }): string {
    const folder = mkdtempSync(join(root, 'solution-'));
    const manifest = { name: 'copies', version: '1.0.0', formatVersion: 1, description: 'Copies' };
    const rest = { authors: ['Somebody'], license: 'ISC', lossless, dependencies, entry: './dist/index.js' };
    const inspect = inspectCode === undefined ? undefined : './dist-inspect/index.js';
    writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ ...manifest, ...rest, inspect }));
    for (const name of ['dist', 'dist-inspect']) mkdirSync(join(folder, name));
    if (inspectCode !== undefined)
      writeFileSync(join(folder, 'dist-inspect/index.js'), `${inspectCode}\nexport default () => [];`);
    writeFileSync(
      join(folder, 'dist/index.js'),
      `${code}
      const create = () => ({
        compress: ({ bytes, rows, cols }) => Uint8Array.of(rows, cols, ...bytes),
        decompress: (frame) => ({ bytes: frame.slice(2), rows: frame[0], cols: frame[1], dtype: 'bf16' }),
      });
      export default { create };`,
    );
    return folder;
  }

  return { root: () => root, stage, solutionWith };
}

export function addLibrary(folder: string, name: string, files: Record<string, string>): void {
  for (const [path, text] of Object.entries(files)) {
    const file = join(folder, 'node_modules', name, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}
