import { type Decoded, encodeStates, StatesDecoder } from './rans.ts';
import type { Entry } from './tables.ts';

/** The entries of every symbol in every context. */
export type ContextTables = readonly (readonly Entry[])[];

export const contextStates = 16;

export function encodeInContexts(
  contexts: Uint8Array,
  symbols: Uint8Array,
  tables: ContextTables,
): Uint8Array {
  const entryOf = (i: number): Entry =>
    tables[contexts[i] ?? 0]?.[symbols[i] ?? 0] ?? { frequency: 0, start: 0 };
  return encodeStates(contextStates, symbols.length, entryOf);
}

export function decodeInContexts(stream: Uint8Array, contexts: Uint8Array, tables: ContextTables): Decoded {
  const decoder = new StatesDecoder(contextStates, stream);
  const symbols = Uint8Array.from(contexts, (context) => decoder.next(tables[context] ?? []));
  return { symbols, cursor: decoder.cursor, isAtEnd: decoder.isAtEnd };
}
