import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { defaultSeed } from '../src/matrices/named.ts';
import { rules } from '../src/rules/rules.ts';
import type { ConformanceOptions } from '../src/run/options.ts';
import { runConformance } from '../src/run/run-conformance.ts';
import { withFixture } from './assemble.ts';

/** Each fixture is broken in one way. The first id is the rule that is there to catch it, the others see it too. */
const caughtBy: Record<string, readonly string[]> = {
  sound: [],
  'wrong-version': ['manifest'],
  'undeclared-dependency': ['manifest'],
  'stale-build': ['manifest'],
  'lossy-patterns': ['all-patterns', 'content-kinds'],
  'rejects-later': ['all-patterns', 'shapes'],
  'canonical-nans': [
    'special-values',
    'all-patterns',
    'content-kinds',
    'random-matrices',
    'deterministic',
    'interleaved-instances',
    'own-memory',
    'any-offset',
    'golden-frames',
  ],
  'no-negative-zero': ['special-values', 'all-patterns', 'random-matrices', 'golden-frames'],
  'loses-last-odd-column': [
    'shapes',
    'special-values',
    'huge-shapes',
    'random-matrices',
    'deterministic',
    'interleaved-instances',
    'worker-threads',
    'any-offset',
    'flipped-bits',
    'golden-frames',
  ],
  'forgets-empty-shape': [
    'shapes',
    'random-matrices',
    'deterministic',
    'interleaved-instances',
    'golden-frames',
  ],
  'counts-22-bits': ['huge-shapes'],
  'loses-repeated-rows': ['content-kinds'],
  'rare-shapes': ['random-matrices'],
  grows: ['growth-bound', 'compresses', 'golden-frames'],
  'empty-frame': ['growth-bound', 'truncated-frames', 'foreign-input'],
  stores: ['compresses', 'golden-frames'],
  'counts-calls': [
    'deterministic',
    'interleaved-instances',
    'works-after-errors',
    'any-offset',
    'golden-frames',
  ],
  'remembers-previous': ['deterministic', 'interleaved-instances', 'golden-frames'],
  'shares-instances': ['interleaved-instances', 'deterministic'],
  'breaks-after-errors': ['works-after-errors'],
  'keeps-originals': ['worker-threads', 'trailing-bytes', 'steady-memory'],
  'writes-to-matrix': ['input-untouched'],
  'writes-around-frame': ['input-untouched'],
  'returns-shared-pool': ['own-memory'],
  'returns-input-view': ['own-memory'],
  'returns-buffers': ['own-memory'],
  'assumes-alignment': ['any-offset'],
  'copies-with-slice': ['any-offset'],
  leaks: ['steady-memory'],
  'leaks-wasm-memory': ['steady-memory'],
  'fills-truncated': ['truncated-frames', 'flipped-bits', 'hostile-headers'],
  'blames-itself': ['truncated-frames', 'flipped-bits', 'hostile-headers', 'foreign-input'],
  'reads-past-end': ['truncated-frames', 'foreign-input'],
  'ignores-checksum': ['flipped-bits', 'hostile-headers'],
  'sums-bytes-alone': ['flipped-bits', 'hostile-headers', 'golden-frames'],
  'trusts-declared-size': ['hostile-headers', 'flipped-bits'],
  'ignores-trailing-bytes': ['trailing-bytes'],
  'hangs-on-corrupt': ['trailing-bytes', 'hostile-headers'],
  'dawdles-on-corrupt': ['trailing-bytes', 'hostile-headers'],
  'exits-on-corrupt': ['trailing-bytes', 'hostile-headers'],
  'ignores-magic': ['foreign-input'],
  'trusts-arguments': ['bad-arguments'],
  'throws-plain-errors': [
    'bad-arguments',
    'truncated-frames',
    'flipped-bits',
    'hostile-headers',
    'trailing-bytes',
    'foreign-input',
    'beyond-limits',
  ],
  'ignores-limits': ['beyond-limits'],
  'new-bytes-same-version': ['golden-frames'],
  'no-golden': ['golden-frames'],
  'forgets-header-bits': ['inspectable'],
};

/** Half of a run's time: left out for fixtures that none of them is expected to catch. */
const slowIds = ['huge-shapes', 'worker-threads', 'steady-memory'];

/** Shorter limits, so that nobody has to wait for what does not come. */
const optionsOf: Record<string, ConformanceOptions> = {
  'hangs-on-corrupt': { ruleLimitMs: 3_000 },
  'dawdles-on-corrupt': { callLimitMs: 600 },
};

const allIds = rules.map(({ id }) => id);

describe('the suite proves itself', () => {
  it.concurrent.for(Object.entries(caughtBy))('%s', { timeout: 60_000 }, async ([fixture, expected]) => {
    const isWhole = expected.length === 0 || expected.some((id) => slowIds.includes(id));
    const only = allIds.filter((id) => isWhole || !slowIds.includes(id));
    const options = { ...optionsOf[fixture], seed: defaultSeed, only };
    const reports = await withFixture(fixture, (packageDir) => runConformance(packageDir, options));
    const failedIds = reports.filter(({ outcome }) => outcome === 'failed').map(({ id }) => id);
    expect(failedIds).toEqual(allIds.filter((id) => expected.includes(id)));
  });

  it('has a fixture for every rule, and a rule for every fixture', () => {
    expect(readdirSync(new URL('fixtures/', import.meta.url)).sort()).toEqual(Object.keys(caughtBy).sort());
    const intended = Object.values(caughtBy).flatMap(([first]) => first ?? []);
    expect([...new Set(intended)].sort()).toEqual([...allIds].sort());
  });
});
