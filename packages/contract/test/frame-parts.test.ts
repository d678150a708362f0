import { describe, expect, it } from 'vitest';
import { isArenaError } from '../src/index.ts';
import { assertFrameParts } from '../src/schemas.ts';

const header = { name: 'header', plane: 'overhead', bits: 16 };
const signs = { name: 'signs', plane: 'sign', bits: 7.25 };
const rest = { name: 'rest', plane: 'mixed', bits: 0.75 };

describe('assertFrameParts', () => {
  it('keeps name, plane and bits of each part, in order', () => {
    expect(assertFrameParts([header, { ...signs, colour: 'red' }, rest], 3)).toEqual([header, signs, rest]);
    expect(assertFrameParts([], 0)).toEqual([]);
  });

  it('allows for rounding, and for no more', () => {
    const parts = Array.from({ length: 10 }, (_, i) => ({ name: `${i}`, plane: 'mixed', bits: 0.8 }));
    expect(assertFrameParts(parts, 1)).toHaveLength(10);
    expect(() => assertFrameParts([{ ...header, bits: 16.00001 }], 2)).toThrow('got 16.00001');
  });

  it.each<[string, unknown, string]>([
    ['no array', 'header', 'parts of a frame: expected an array, got string'],
    ['null', null, 'parts of a frame: expected an array, got null'],
    ['a part that is null', [null], 'name of a part: expected 1 to 60 printable characters, got undefined'],
    ['no name', [{ ...header, name: '' }], 'expected 1 to 60 printable characters, got ""'],
    ['a name of control characters', [{ ...header, name: '\u001b[2J' }], 'got "\\u001b[2J"'],
    ['a name twice', [header, header], 'name of a part: expected each one once, got two of "header"'],
    [
      'an unknown plane',
      [{ ...header, plane: 'bits' }],
      'plane of "header": expected sign, exponent, mantissa, mixed, overhead, got bits',
    ],
    ['bits below 0', [{ ...header, bits: -1 }], 'bits of "header": expected a finite number >= 0, got -1'],
    ['bits that are NaN', [{ ...header, bits: Number.NaN }], 'expected a finite number >= 0, got NaN'],
    ['another sum', [header, signs], 'sum of the bits of all parts: expected 24, got 23.25'],
  ])('refuses %s', (_, parts, message) => {
    const check = (): unknown => assertFrameParts(parts, 3);
    expect(check).toThrow(message);
    expect(check).toThrow(expect.toSatisfy((error: unknown) => isArenaError(error, 'bad-format')));
  });
});
