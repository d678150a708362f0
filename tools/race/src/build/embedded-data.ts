import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { isArenaError, type Manifest } from '@matrix-arena/contract';
import { bundledSamplesDir, loadMatrices, openSet } from '@matrix-arena/corpus';
import { defaultRunOptions, readSolutionPackage, screenSolution } from '@matrix-arena/harness';
import type { Embedded, EmbeddedSample, EmbeddedSolution } from '../embedded.ts';
import { defaultSettings, type RaceSettings } from '../race/settings.ts';
import { PieceStore } from './pieces.ts';
import { driverScript, moduleScript } from './scripts.ts';

/** Bundled matrices that the page carries: activations and gradients of one model, 131 kB each. */
const sampleIds = ['fwd', 'bwd'].map((way) => `mixed/llama512-residual-L5-s700-t128-${way}.bf16`);

/** Folders of all solutions of a checkout, in order of name. */
export async function solutionFolders(workspace: string): Promise<string[]> {
  const folder = join(workspace, 'solutions');
  const names = (await readdir(folder)).sort();
  return names.map((name) => join(folder, name)).filter((path) => existsSync(join(path, 'manifest.json')));
}

/** Everything that the page carries, for these solutions. */
export async function embeddedData(
  folders: readonly string[],
  settings: RaceSettings = defaultSettings,
): Promise<Embedded> {
  const store = new PieceStore();
  const solutions: EmbeddedSolution[] = [];
  for (const folder of folders) solutions.push(await embeddedSolution(folder, store));
  const [driver, samples] = await Promise.all([driverScript(), embeddedSamples()]);
  return { pieces: store.pieces, driver, solutions, samples, settings };
}

/** One that must not or cannot run in a browser stands in the page with the reason. */
async function embeddedSolution(folder: string, store: PieceStore): Promise<EmbeddedSolution> {
  const solution = await readSolutionPackage(folder);
  const { manifest, manifestPath, entryPath } = solution;
  const { codeBytes, rejection } = await screenSolution(solution, defaultRunOptions);
  const { name, version, description } = manifest;
  const base = { name, version, description, codeBytes };
  if (rejection !== null) return { ...base, codec: null, inspect: null, problem: rejection };
  try {
    const codec = store.add(await moduleScript(entryPath, manifest.dependencies));
    const inspectPath = resolve(dirname(manifestPath), manifest.inspect ?? '');
    return { ...base, codec, inspect: await inspectPieces(inspectPath, manifest, store), problem: null };
  } catch (error) {
    if (!isArenaError(error)) throw error;
    return { ...base, codec: null, inspect: null, problem: error.message };
  }
}

async function inspectPieces(
  path: string,
  { inspect, dependencies }: Manifest,
  store: PieceStore,
): Promise<EmbeddedSolution['inspect']> {
  if (inspect === undefined || !existsSync(path)) return null;
  return store.add(await moduleScript(path, dependencies));
}

async function embeddedSamples(): Promise<EmbeddedSample[]> {
  const set = await openSet(bundledSamplesDir());
  const wanted = set.entries.filter(({ id }) => sampleIds.includes(id));
  const matrices = await loadMatrices(set, wanted);
  return matrices.map(({ id, matrix: { bytes, rows, cols }, kind, direction }) => ({
    id: id.replace(/^.*\//, ''),
    title: `${kind}, ${direction}`,
    ...{ rows, cols },
    base64: Buffer.from(bytes).toString('base64'),
  }));
}
