import { ArenaError, ratio } from '@matrix-arena/contract';
import { checkedLevel, type Level, levels } from '../runtime/levels.ts';
import { benchFile, benchText } from './bench.ts';
import { infoText, readInfo } from './info.ts';
import { asPackedFile, type Input, kindOf, openInput, standard } from './input.ts';
import { writeOutput } from './output.ts';
import { packFile } from './pack.ts';
import { withProgress } from './progress.ts';
import { groupDigits } from './table.ts';
import { unpackFile } from './unpack.ts';

/** What the arguments say, as texts. */
export interface Arguments {
  readonly output?: string | undefined;
  readonly level?: string | undefined;
  readonly as?: string | undefined;
  readonly cols?: string | undefined;
  readonly runs?: string | undefined;
  readonly force?: boolean | undefined;
  readonly raw?: boolean | undefined;
  readonly json?: boolean | undefined;
}

type Command = (path: string, args: Arguments, signal: AbortSignal) => Promise<void>;

export const packedExtension = '.mxc';
const defaultRuns = '5';

/** By name. Each takes one file, or `-`. */
export const commands: ReadonlyMap<string, { readonly run: Command; readonly options: readonly string[] }> =
  new Map([
    ['pack', { run: pack, options: ['output', 'level', 'as', 'cols', 'force', 'raw'] }],
    ['unpack', { run: unpack, options: ['output', 'force'] }],
    ['info', { run: info, options: ['json'] }],
    ['bench', { run: bench, options: ['as', 'cols', 'runs', 'json'] }],
  ]);

async function pack(path: string, args: Arguments, signal: AbortSignal): Promise<void> {
  const level = levelOf(args.level);
  const cols = countOf('--cols', args.cols);
  const input = await openInput(path, signal);
  const kind = await kindOf(path, input.reader, args.raw === true ? 'raw' : args.as);
  const target = args.output ?? (path === standard ? standard : `${path}${packedExtension}`);
  const chunks = packFile(input.reader, { kind, level, file: input.name, cols });
  await transfer('pack', input, chunks, target, args, signal);
}

async function unpack(path: string, args: Arguments, signal: AbortSignal): Promise<void> {
  const target = args.output ?? (path === standard ? standard : withoutExtension(path));
  const input = await openInput(path, signal);
  await transfer('unpack', input, unpackFile(asPackedFile(input), input.name), target, args, signal);
}

async function info(path: string, { json }: Arguments, signal: AbortSignal): Promise<void> {
  const input = await openInput(path, signal);
  const found = await readInfo(asPackedFile(input), input.name);
  process.stdout.write(json === true ? `${JSON.stringify(found, null, 2)}\n` : infoText(found));
}

async function bench(path: string, args: Arguments, signal: AbortSignal): Promise<void> {
  const runs = countOf('--runs', args.runs ?? defaultRuns) ?? 1;
  const cols = countOf('--cols', args.cols);
  const input = await openInput(path, signal);
  const kind = await kindOf(path, input.reader, args.as);
  const result = await benchFile(input.reader, { kind, file: input.name, cols, runs, signal });
  process.stdout.write(args.json === true ? `${JSON.stringify(result, null, 2)}\n` : benchText(result));
}

async function transfer(
  label: string,
  { reader, name, totalBytes, mode }: Input,
  chunks: AsyncIterable<Uint8Array>,
  target: string,
  { force }: Arguments,
  signal: AbortSignal,
): Promise<void> {
  const done = (): number => reader.offsetBytes;
  const options = { isForced: force === true, mode, signal };
  const writtenBytes = await withProgress(`${label} ${name}`, totalBytes, done, () =>
    writeOutput(target, chunks, options),
  );
  if (target === standard) return;
  const sizes = `${groupDigits(done())} to ${groupDigits(writtenBytes)} bytes`;
  const [original, packed] = label === 'pack' ? [done(), writtenBytes] : [writtenBytes, done()];
  const share = original === 0 ? '' : `, ratio ${ratio(original, packed).toFixed(3)}`;
  process.stderr.write(`${target}: ${sizes}${share}\n`);
}

function withoutExtension(path: string): string {
  if (path.endsWith(packedExtension) && path.length > packedExtension.length)
    return path.slice(0, -packedExtension.length);
  const hint = `pass -o: only a name that ends in ${packedExtension} tells what the file was called`;
  throw new ArenaError('usage', { what: path, hint });
}

function levelOf(level: string | undefined): Level {
  try {
    return checkedLevel(level);
  } catch {
    const expected = levels.join(' or ');
    throw new ArenaError('usage', { what: '--level', expected, got: level ?? '', hint: 'pass one of them' });
  }
}

function countOf(what: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new ArenaError('usage', { what, expected: 'a whole number > 0', got: text, hint: 'correct it' });
}
