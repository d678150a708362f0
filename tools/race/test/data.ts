import { startState } from '../src/race/state.ts';

/** A race of two solutions over two matrices of 1000 values, before anything has happened. */
export function atTheStart() {
  const bounds = { sign: 1, exponent: 3, mantissa: 7, signGivenExponent: 1, mantissaGivenExponent: 6.5 };
  const matrices = ['one', 'two'].map((id) => ({ id, rows: 10, cols: 100, originalBytes: 2000, bounds }));
  const entrants = ['alpha', 'beta'].map((name) => ({
    name,
    version: '1.0.0',
    description: 'for a test',
    codeBytes: 1000,
  }));
  return startState('file.npy', matrices, entrants, 4);
}
