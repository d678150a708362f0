import { parseArgs } from 'node:util';
import { ArenaError } from '@matrix-arena/contract';
import { defaultCases, type FuzzOptions } from './options.ts';
import type { CaseRange } from './protocol.ts';

export const usage = `Usage: fuzz [folder] [options]

Feeds mutated and random frames and matrices to the built solution in a folder, by default the current one.

  --cases N         how many cases to do, by default 1000000
  --time-limit-s N  end after so many seconds, even if cases are left
  --seed N          seed of all cases, by default ARENA_SEED or a constant
  --case N, N-M     only that case, or these
  --unchecksummed   a damaged frame may give another matrix
  --json            print the result as JSON
  --help            print this
`;

export interface FuzzCommand {
  readonly folder: string;
  readonly options: Pick<FuzzOptions, 'seed' | 'range' | 'checksummed' | 'timeLimitMs'>;
  /** The case to tell about, if only one is to be done. */
  readonly single: number | undefined;
  readonly isJson: boolean;
  readonly isHelp: boolean;
}

/** Case numbers have 32 bits, one of them for the sign, in the memory that threads share. */
const maxCases = 2_000_000_000;

/** @throws ArenaError `usage` */
export function parseFuzzArguments(args: readonly string[]): FuzzCommand {
  const { values, positionals } = parse(args);
  const cases = wholeNumber('--cases', values.cases, maxCases);
  const seed = wholeNumber('--seed', values.seed, 999_999_999);
  const timeLimitS = wholeNumber('--time-limit-s', values['time-limit-s'], 1_000_000);
  if (positionals.length > 1) throw wrong('folder', 'one at most', positionals.join(' '));
  const range = values.case === undefined ? { first: 0, end: cases ?? defaultCases } : caseRange(values.case);
  return {
    folder: positionals[0] ?? '.',
    options: {
      range,
      checksummed: values.unchecksummed !== true,
      ...(seed === undefined ? {} : { seed }),
      ...(timeLimitS === undefined ? {} : { timeLimitMs: 1000 * timeLimitS }),
    },
    single: range.end - range.first === 1 ? range.first : undefined,
    isJson: values.json === true,
    isHelp: values.help === true,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      // Package managers hand on the -- that parts their options from ours.
      args: args.filter((arg) => arg !== '--'),
      allowPositionals: true,
      options: {
        cases: { type: 'string' },
        'time-limit-s': { type: 'string' },
        seed: { type: 'string' },
        case: { type: 'string' },
        unchecksummed: { type: 'boolean' },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (cause) {
    const what = cause instanceof Error ? cause.message : String(cause);
    throw new ArenaError('usage', { what, hint: 'see --help', cause });
  }
}

/** `7` or `64-127`. */
function caseRange(text: string): CaseRange {
  const [, from = '', to = from] = /^(\d{1,10})(?:-(\d{1,10}))?$/.exec(text) ?? [];
  const range = { first: Number(from), end: Number(to) + 1 };
  if (from === '' || range.end <= range.first || range.end > maxCases) {
    throw wrong('--case', 'a number or two with a dash between', text);
  }
  return range;
}

function wholeNumber(name: string, text: string | undefined, max: number): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d+$/.test(text) && Number(text) <= max) return Number(text);
  throw wrong(name, `a whole number of at most ${max}`, text);
}

function wrong(what: string, expected: string, got: string): ArenaError {
  return new ArenaError('usage', { what, expected, got, hint: 'see --help' });
}
