import { getHeapStatistics } from 'node:v8';
import { type CodecErrorKind, isCodecError, limits } from '@matrix-arena/contract';
import { type RuleContext, violated } from './rule.ts';

export type Outcome<T> = { readonly value: T } | { readonly error: unknown };

/** What decompress may throw for bytes that are no sound frame. */
export const refusalKinds: readonly CodecErrorKind[] = [
  'truncated',
  'corrupt',
  'unsupported-version',
  'limit-exceeded',
];

/** A frame may declare a matrix at the limit, and a codec may need some room beside it. */
export const maxGrowthBytes = limits.maxMatrixBytes + 64 * 2 ** 20;

/**
 * Makes a call on bad input: it may return or throw, but neither take long nor allocate much. Memory that the call
 * itself gives back before it ends is not seen; a call that hangs is ended by the session.
 */
export function attempt<T>(context: RuleContext, step: string, call: () => T): Outcome<T> {
  context.step(step);
  const bytesBefore = memoryBytes();
  const startedMs = performance.now();
  const outcome = settle(call);
  const elapsedMs = performance.now() - startedMs;
  const grownBytes = memoryBytes() - bytesBefore;
  const { callLimitMs } = context.options;
  if (elapsedMs > callLimitMs) {
    violated(`expected an answer within ${callLimitMs} ms, got one after ${Math.round(elapsedMs)} ms`);
  }
  if (grownBytes > maxGrowthBytes) {
    violated(`expected the call to allocate at most ${maxGrowthBytes} bytes, got ${grownBytes}`);
  }
  return outcome;
}

/** Makes a call that must throw a CodecError of one of the kinds. */
export function expectRefusal(
  context: RuleContext,
  step: string,
  kinds: readonly CodecErrorKind[],
  call: () => unknown,
): void {
  const outcome = attempt(context, step, call);
  if ('value' in outcome) violated(`expected a CodecError (${kinds.join(' or ')}), got a result`);
  assertRefusal(outcome.error, kinds);
}

export function assertRefusal(error: unknown, kinds: readonly CodecErrorKind[]): void {
  if (isCodecError(error, ...kinds)) return;
  const expected = `expected a CodecError (${kinds.join(' or ')})`;
  if (isCodecError(error)) violated(`${expected}, got ${error.kind}: ${error.message}`);
  violated(`${expected}, got ${String(error)}`);
}

/** JavaScript heap, array buffers and wasm memories of this thread. Cheaper than process.memoryUsage(). */
export function memoryBytes(): number {
  const { used_heap_size, external_memory } = getHeapStatistics();
  return used_heap_size + external_memory;
}

export function settle<T>(call: () => T): Outcome<T> {
  try {
    return { value: call() };
  } catch (error) {
    return { error };
  }
}
