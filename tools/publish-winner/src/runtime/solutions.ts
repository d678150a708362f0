import type { Codec } from '@matrix-arena/contract';
import type { SolutionId } from './container.ts';
import { codecError, fromSolution, packageName } from './errors.ts';
import type { Level } from './levels.ts';
import { type RegisteredSolution, solutions } from './registry.ts';

/** Takes the values of a block apart: whatever shape the frame has, its bytes are the block's. */
export type Decode = (frame: Uint8Array) => Uint8Array;

/** What makes frames; null in its place stands for blocks that are stored as they are. */
export interface Compressor {
  readonly id: SolutionId;
  readonly compress: Codec['compress'];
}

/** One codec of each solution, made when it is first asked for. */
const codecs = new Map<RegisteredSolution, Promise<Codec>>();

/** Solutions whose frames this package reads; the first is the one that it writes. */
export function readableSolutions(): SolutionId[] {
  return solutions.map(({ name, formatVersion }) => ({ name, formatVersion }));
}

/** @throws CodecError `internal` when the winner cannot be loaded */
export async function loadCompressor(level: Level): Promise<Compressor | null> {
  if (level === 'store') return null;
  const [winner] = solutions;
  const { compress } = await loadCodec(winner, 'compress');
  return { id: { name: winner.name, formatVersion: winner.formatVersion }, compress };
}

/** @throws CodecError `unsupported-version` for a solution or format that this package does not know */
export async function loadDecode(id: SolutionId | null): Promise<Decode> {
  if (id === null) return withoutSolution;
  const { decompress } = await loadCodec(find(id), 'decompress');
  return (frame) => decompress(frame).bytes;
}

export function find({ name, formatVersion }: SolutionId): RegisteredSolution {
  const found = solutions.find((one) => one.name === name && one.formatVersion === formatVersion);
  if (found !== undefined) return found;
  throw codecError('unsupported-version', 'decompress', 'solution', {
    expected: solutions.map(solutionText).join(', '),
    got: `${solutionText({ name, formatVersion })}; update ${packageName} to read it`,
  });
}

export function solutionText({ name, formatVersion }: SolutionId): string {
  return `${name} v${formatVersion}`;
}

/** Such a container has no coded blocks: this is checked before. */
function withoutSolution(): Uint8Array {
  throw codecError('corrupt', 'decompress', 'block kind');
}

function loadCodec(solution: RegisteredSolution, stage: 'compress' | 'decompress'): Promise<Codec> {
  const known = codecs.get(solution);
  if (known !== undefined) return known;
  const codec = solution
    .load()
    .then((module) => module.create())
    .catch((error: unknown) => {
      // A failure to load, such as a lost connection, is no reason to fail forever.
      codecs.delete(solution);
      throw fromSolution(error, 'internal', stage);
    });
  codecs.set(solution, codec);
  return codec;
}
