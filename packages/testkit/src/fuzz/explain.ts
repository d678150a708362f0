import type { Found } from './failure-list.ts';
import { type CaseRange, type FailedCase, type ToldCase, windowCases } from './protocol.ts';
import type { FuzzThread, LostThread } from './thread.ts';

/** A failure, and what the codec got. */
interface Explained {
  readonly found: Found;
  readonly input: ToldCase['input'];
}

type FreshThread = () => Promise<FuzzThread>;

/**
 * Finds out which case did it, and what the case is. The thread in which it happened is of no more use for that.
 *
 * @param range what that thread was at
 * @param freshThread starts another one
 */
export async function explain(
  end: FailedCase | LostThread,
  range: CaseRange,
  freshThread: FreshThread,
): Promise<Explained> {
  if (end.type === 'lost') return explainLost(end, freshThread);
  const { failed, first } = await locate(end, range, freshThread);
  const { index, kind, told, violation, input } = failed;
  const isAlone = failed.happensAlone || (await failsAlone(index, freshThread));
  return {
    found: {
      index,
      firstIndex: isAlone ? undefined : first,
      kind,
      told,
      message: `${failed.isAftermath ? 'a good matrix afterwards: ' : ''}${violation.message}`,
      stack: violation.stack,
      isUnique: false,
    },
    input,
  };
}

/** Of a codec that is no longer good, does the last cases again, this time with a good matrix after each. */
async function locate(
  failed: FailedCase,
  { first }: CaseRange,
  freshThread: FreshThread,
): Promise<{ failed: FailedCase; first: number }> {
  if (!failed.isAftermath) return { failed, first };
  const { index } = failed;
  const window = { first: Math.max(first, index - (index % windowCases)), end: index + 1 };
  const again = await (await freshThread()).ask({ type: 'run', range: window, isThorough: true });
  return again.type === 'failed' ? { failed: again, first: window.first } : { failed, first };
}

async function failsAlone(index: number, freshThread: FreshThread): Promise<boolean> {
  const range = { first: index, end: index + 1 };
  const { type } = await (await freshThread()).ask({ type: 'run', range, isThorough: true });
  return type === 'failed';
}

/** Nothing is known but the number: another thread makes the case without doing it. */
async function explainLost({ index, message }: LostThread, freshThread: FreshThread): Promise<Explained> {
  const lost = { index, firstIndex: undefined, message, stack: undefined, isUnique: true };
  if (index === undefined) {
    return { found: { ...lost, kind: 'start', told: 'before the first case' }, input: undefined };
  }
  const { kind, told, input } = await tellCase(await freshThread(), index);
  return { found: { ...lost, kind, told }, input };
}

/** What a case is, without doing it. */
export async function tellCase(thread: FuzzThread, index: number): Promise<ToldCase> {
  const answer = await thread.ask({ type: 'tell', index });
  return answer.type === 'told' ? answer : unknownCase;
}

const unknownCase: ToldCase = { kind: 'unknown', told: 'a fresh thread could not make it' };
