import { limits, ratio } from '@matrix-arena/contract';
import { type BlockHeader, corrupt } from '../runtime/block-header.ts';
import { ByteReader } from '../runtime/byte-reader.ts';
import { concat } from '../runtime/chain.ts';
import { assertAtEnd, BlockWalk } from '../runtime/decompress-chunks.ts';
import { codecError } from '../runtime/errors.ts';
import { solutionText } from '../runtime/solutions.ts';
import { BytesWalk } from './bytes-section.ts';
import { maxNpyHeadBytes, readNpyHeader } from './npy.ts';
import { PackedFileWalk, type PackedKind } from './packed-file.ts';
import { maxSafetensorsHeadBytes, readSafetensorsHeader } from './safetensors.ts';
import { alignTable, groupDigits } from './table.ts';
import { packedTypeOf } from './unpack.ts';

/** A section of a packed file, under the name that it has in the file. */
export interface SectionInfo {
  readonly name: string;
  readonly dtype: string | null;
  readonly shape: readonly number[] | null;
  readonly originalBytes: number;
  readonly packedBytes: number;
  /** Null for a section without bytes. */
  readonly ratio: number | null;
  /** What its blocks are coded with: solution and format, `deflate` or `stored`. */
  readonly coding: readonly string[];
}

export interface FileInfo {
  readonly file: string;
  readonly kind: PackedKind | 'bf16';
  readonly originalBytes: number;
  readonly packedBytes: number;
  readonly ratio: number | null;
  readonly sections: readonly SectionInfo[];
}

type Sized = Pick<SectionInfo, 'originalBytes' | 'packedBytes' | 'ratio' | 'coding'>;
type Named = Pick<SectionInfo, 'name' | 'dtype' | 'shape'>;

/** What a packed file says of itself. All of it is checked, and nothing but its head is decoded. @throws CodecError or ArenaError */
export async function readInfo(reader: ByteReader, file: string): Promise<FileInfo> {
  const isContainer = (await packedTypeOf(reader, file)) === 'container';
  const { kind, sections } = isContainer ? await containerInfo(reader) : await sectionsInfo(reader, file);
  await assertAtEnd(reader);
  const originalBytes = sections.reduce((sum, section) => sum + section.originalBytes, 0);
  const packedBytes = reader.offsetBytes;
  return { file, kind, originalBytes, packedBytes, ratio: ratioOf(originalBytes, packedBytes), sections };
}

async function containerInfo(reader: ByteReader): Promise<Pick<FileInfo, 'kind' | 'sections'>> {
  const walk = await BlockWalk.open(reader, limits.maxMatrixBytes);
  const sized = await walkBlocks(reader, walk, 0, (header) => walk.payload(header));
  const shape = [walk.shape.rows, walk.shape.cols];
  return { kind: 'bf16', sections: [{ name: 'values', dtype: 'BF16', shape, ...sized }] };
}

async function sectionsInfo(reader: ByteReader, file: string): Promise<Pick<FileInfo, 'kind' | 'sections'>> {
  const walk = await PackedFileWalk.open(reader);
  const sections: SectionInfo[] = [];
  const head: Uint8Array[] = [];
  let names: readonly Named[] = [
    { name: walk.kind === 'raw' ? 'bytes' : 'header', dtype: null, shape: null },
  ];
  for (let type = await walk.next(); type !== null; type = await walk.next()) {
    // The first section tells what the others are, unless there is only one.
    const isHead = walk.kind !== 'raw' && sections.length === 0;
    const startBytes = reader.offsetBytes - 1;
    const section =
      type === 'bytes' ? new BytesWalk(reader) : await BlockWalk.open(reader, limits.maxMatrixBytes);
    const keep = isHead && section instanceof BytesWalk ? section : null;
    const sized = await walkBlocks(reader, section, startBytes, async (header) => {
      if (keep === null) {
        await section.payload(header);
        return;
      }
      assertHeadFits(keep, walk.kind);
      head.push(await keep.content(header));
    });
    walk.close(type, section);
    if (isHead) names = [...names, ...(await namesIn(concat(head), walk.kind, file))];
    const named = names.at(sections.length);
    if (named === undefined) throw corrupt('sections', names.length, 'more');
    sections.push({ ...named, ...sized });
  }
  return { kind: walk.kind, sections };
}

/** A small file may stand for a head of any size, and a head is held as a whole. @throws CodecError `limit-exceeded` */
function assertHeadFits({ contentBytes }: BytesWalk, kind: PackedKind): void {
  const mostBytes = kind === 'npy' ? maxNpyHeadBytes : maxSafetensorsHeadBytes;
  if (contentBytes <= mostBytes) return;
  const fields = { expected: `at most ${mostBytes} for ${kind}`, got: contentBytes };
  throw codecError('limit-exceeded', 'decompress', 'bytes of the first section', fields);
}

async function walkBlocks(
  reader: ByteReader,
  walk: BlockWalk | BytesWalk,
  startBytes: number,
  onBlock: (header: BlockHeader) => Promise<unknown>,
): Promise<Sized> {
  const coding = new Set<string>();
  for (let header = await walk.next(); header !== null; header = await walk.next()) {
    coding.add(header.isCoded ? codedWith(walk) : 'stored');
    await onBlock(header);
  }
  const { contentBytes: originalBytes } = walk;
  const packedBytes = reader.offsetBytes - startBytes;
  return { originalBytes, packedBytes, ratio: ratioOf(originalBytes, packedBytes), coding: [...coding] };
}

/** A container without a solution has no coded blocks. */
function codedWith(walk: BlockWalk | BytesWalk): string {
  return walk instanceof BlockWalk && walk.id !== null ? solutionText(walk.id) : 'deflate';
}

async function namesIn(head: Uint8Array, kind: PackedKind, file: string): Promise<Named[]> {
  const reader = new ByteReader(
    (async function* () {
      yield head;
    })(),
  );
  if (kind === 'npy') {
    const { descr, dims } = await readNpyHeader(reader, file);
    return [{ name: 'items', dtype: descr, shape: dims }];
  }
  const { tensors } = await readSafetensorsHeader(reader, file);
  return tensors.map(({ name, dtype, dims }) => ({ name, dtype, shape: dims }));
}

function ratioOf(originalBytes: number, packedBytes: number): number | null {
  return originalBytes === 0 ? null : ratio(originalBytes, packedBytes);
}

/** The same for people. */
export function infoText({ file, kind, sections, ...total }: FileInfo): string {
  const figures = ({
    originalBytes,
    packedBytes,
    ratio: value,
  }: Pick<Sized, 'originalBytes' | 'packedBytes' | 'ratio'>) => [
    groupDigits(originalBytes),
    groupDigits(packedBytes),
    value === null ? '-' : value.toFixed(3),
  ];
  const rows = sections.map((one) => [
    printable(one.name),
    one.dtype ?? '-',
    one.shape === null ? '-' : `[${one.shape.join(', ')}]`,
    ...figures(one),
    one.coding.join(' + ') || '-',
  ]);
  const head = ['name', 'dtype', 'shape', 'bytes', 'packed', 'ratio', 'coded with'];
  const table = alignTable(
    [head, ...rows, ['all', '', '', ...figures(total), '']],
    ['bytes', 'packed', 'ratio'],
  );
  return `${printable(file)}: ${kind}\n\n${table}`;
}

/** Names come out of files: they must not move the cursor. */
function printable(name: string): string {
  return name.replace(/\p{C}/gu, (mark) => JSON.stringify(mark).slice(1, -1));
}
