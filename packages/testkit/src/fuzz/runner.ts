import { setImmediate } from 'node:timers/promises';
import type { Codec } from '@matrix-arena/contract';
import { memberSource } from '../matrices/random.ts';
import { collectGarbage } from '../rules/collect-garbage.ts';
import { maxGrowthBytes, memoryBytes } from '../rules/guard.ts';
import { copyBytes } from '../rules/same.ts';
import { loadSolution } from '../run/load-solution.ts';
import type { FuzzCase } from './case.ts';
import { caseMaker } from './cases.ts';
import { judge, judgeGood, type Violation } from './judge.ts';
import { makePool } from './pool.ts';
import type { CaseRange, FuzzMessage, FuzzSetup, ToldCase } from './protocol.ts';
import { slot, windowCases } from './protocol.ts';
import { fewestEdits } from './shrink.ts';
import { pick } from './weighted.ts';

/** Does cases on one instance of a codec, inside the thread that is watched. */
export interface Runner {
  run(range: CaseRange, isThorough: boolean): Promise<FuzzMessage>;
  tell(index: number): ToldCase;
}

/** What a stack costs is more than what most refusals do; whoever looks for a defect gets one. */
const stackLines = { run: 0, explain: 20 } as const;

/** @throws a violation when frames to start from cannot be made, and whatever the solution throws */
export async function startRunner({ entryHref, seed, isChecksummed, status }: FuzzSetup): Promise<Runner> {
  const solution = await loadSolution(entryHref);
  const codec = await solution.create();
  const pool = makePool(codec, seed);
  const maker = caseMaker(pool, seed);
  collectGarbage();
  const startBytes = memoryBytes();

  const beat = (): void => {
    Atomics.add(status, slot.beat, 1);
  };

  function check(index: number): Violation | undefined {
    beat();
    const good = pick(pool.small, memberSource(seed, -1 - Math.floor(index / windowCases)));
    return judgeGood(codec, good) ?? keptMemory(startBytes);
  }

  async function run({ first, end }: CaseRange, isThorough: boolean): Promise<FuzzMessage> {
    Error.stackTraceLimit = stackLines.run;
    for (let index = first; index < end; index++) {
      if (Atomics.load(status, slot.stop) !== 0) return { type: 'done', next: index };
      Atomics.store(status, slot.index, index);
      beat();
      const violation = judge(codec, maker.make(index), isChecksummed);
      if (violation !== undefined) return explain(index, violation);
      const next = index + 1;
      if (!isThorough && next % windowCases !== 0 && next !== end) continue;
      const aftermath = check(index);
      if (aftermath !== undefined) {
        return {
          type: 'failed',
          index,
          isAftermath: true,
          happensAlone: false,
          violation: aftermath,
          ...tell(index),
        };
      }
      // Engine and library get the turn that they would have between two calls of a program.
      await setImmediate();
    }
    return { type: 'done', next: end };
  }

  /** Looks on a fresh instance for the fewest edits that do it, and for a stack. */
  async function explain(index: number, violation: Violation): Promise<FuzzMessage> {
    Error.stackTraceLimit = stackLines.explain;
    const fresh: Codec = await solution.create();
    const again = (dropped: ReadonlySet<number>): Violation | undefined => {
      beat();
      return judge(fresh, maker.make(index, dropped), isChecksummed);
    };
    const { editCount } = maker.make(index);
    const dropped = fewestEdits(editCount, violation.message, (tried) => again(tried)?.message);
    const repeated = again(dropped);
    return {
      type: 'failed',
      index,
      isAftermath: false,
      happensAlone: repeated !== undefined,
      violation: repeated ?? violation,
      ...tell(index, dropped),
    };
  }

  function tell(index: number, dropped?: ReadonlySet<number>): ToldCase {
    const one = maker.make(index, dropped);
    return { kind: one.kind, told: one.tell(), ...inputOf(one) };
  }

  return { run, tell };
}

function inputOf(one: FuzzCase): Pick<ToldCase, 'input'> {
  switch (one.type) {
    case 'frame':
      return { input: { bytes: copyBytes(one.frame), extension: 'frame' } };
    case 'matrix':
      return { input: { bytes: copyBytes(one.matrix.bytes), extension: 'bf16' } };
    case 'argument':
      return {};
  }
}

/** Garbage does not count, but is only collected when there is enough of it to matter. */
function keptMemory(startBytes: number): Violation | undefined {
  if (memoryBytes() - startBytes <= maxGrowthBytes) return undefined;
  collectGarbage();
  const keptBytes = memoryBytes() - startBytes;
  if (keptBytes <= maxGrowthBytes) return undefined;
  return { message: `expected all calls together to keep at most ${maxGrowthBytes} bytes, got ${keptBytes}` };
}
