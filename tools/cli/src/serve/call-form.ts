import { bytesPerValue, type Matrix } from '@matrix-arena/contract';
import { badForm } from './failure.ts';
import type { FormField } from './form.ts';
import type { CallName } from './worker-protocol.ts';

/** What a call takes. */
export interface CallForm {
  readonly file: Uint8Array;
  readonly rows: number | undefined;
  readonly cols: number | undefined;
}

/** Fields of each call. A misspelt one is refused: left aside, it would cost compression in silence. */
const fieldsOf: Record<CallName, readonly string[]> = {
  compress: ['file', 'rows', 'cols'],
  decompress: ['file'],
};

/** @throws RequestFailure 400 when there is no file, or a field that is unknown, there twice or no number */
export function callForm(call: CallName, fields: readonly FormField[]): CallForm {
  const known = fieldsOf[call];
  const byName = new Map<string, Uint8Array>();
  for (const { name, bytes } of fields) {
    const got = name.slice(0, 60);
    if (!known.includes(name))
      throw badForm({
        what: 'field',
        expected: known.join(', '),
        got,
        hint: 'correct the name of the field',
      });
    if (byName.has(name))
      throw badForm({
        what: `field ${name}`,
        expected: 'one',
        got: 'two',
        hint: 'send one request per matrix',
      });
    byName.set(name, bytes);
  }
  const file = byName.get('file');
  if (file === undefined) {
    const got = [...byName.keys()].join(', ') || 'no field';
    throw badForm({
      what: 'form',
      expected: 'a field named file',
      got,
      hint: 'send the bytes as field file',
    });
  }
  return { file, rows: countOf(byName, 'rows'), cols: countOf(byName, 'cols') };
}

function countOf(fields: ReadonlyMap<string, Uint8Array>, name: string): number | undefined {
  const bytes = fields.get(name);
  if (bytes === undefined) return undefined;
  const text = Buffer.from(bytes.subarray(0, 20)).toString('latin1').trim();
  if (/^\d{1,9}$/.test(text)) return Number(text);
  const hint = `correct ${name}, or leave it out`;
  throw badForm({ what: `field ${name}`, expected: 'a whole number', got: text, hint });
}

/**
 * The matrix of a form: one row when nothing is said of its shape; of rows and cols alone the other follows.
 *
 * @throws RequestFailure 400
 */
export function matrixOf({ file, rows: givenRows, cols: givenCols }: CallForm): Matrix {
  if (file.length % bytesPerValue !== 0) {
    const hint = 'send raw little-endian bfloat16 values';
    throw badForm({ what: 'field file', expected: 'an even number of bytes', got: file.length, hint });
  }
  const count = file.length / bytesPerValue;
  const rows = givenRows ?? (givenCols === undefined ? 1 : count / givenCols);
  const cols = givenCols ?? count / rows;
  // Not so for fractions and for what comes of a division by 0, either.
  if (Number.isInteger(rows) && Number.isInteger(cols) && rows * cols === count)
    return { bytes: file, rows, cols, dtype: 'bf16' };
  const got = `${givenRows ?? 'any'} x ${givenCols ?? 'any'}`;
  throw badForm({ what: 'shape', expected: `${count} values`, got, hint: 'correct rows and cols' });
}
