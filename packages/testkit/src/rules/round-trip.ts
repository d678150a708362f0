import type { Codec } from '@matrix-arena/contract';
import { contentNames, makeMatrix } from '../matrices/contents.ts';
import {
  contentMatrices,
  hugeMatrices,
  type NamedMatrix,
  patternMatrices,
  shapeMatrices,
  specialMatrices,
} from '../matrices/named.ts';
import { type Rule, type RuleContext, violated } from './rule.ts';
import { assertSameMatrix, copyMatrix } from './same.ts';

interface CodecPair {
  readonly encoder: Codec;
  /** Another instance, as a receiver has. */
  readonly decoder: Codec;
}

async function codecPair(context: RuleContext): Promise<CodecPair> {
  return { encoder: await context.newCodec(), decoder: await context.newCodec() };
}

/** Compares with a copy, so that a codec that damages its input does not damage the expectation. */
function roundTrip({ encoder, decoder }: CodecPair, { matrix }: NamedMatrix): void {
  const original = copyMatrix(matrix);
  assertSameMatrix('round trip', decoder.decompress(encoder.compress(matrix)), original);
}

function roundTripRule(id: string, title: string, matrices: (seed: number) => Iterable<NamedMatrix>): Rule {
  return {
    id,
    title,
    async check(context) {
      const codecs = await codecPair(context);
      for (const named of matrices(context.options.seed)) {
        context.step(named.name);
        roundTrip(codecs, named);
      }
    },
  };
}

/** Small enough that a run of the property takes a millisecond, wide enough to cross rows and blocks. */
const maxSide = 48;
const runCount = 150;

const randomMatrices: Rule = {
  id: 'random-matrices',
  title: 'random shapes with random contents come back bit for bit',
  async check(context) {
    // Loaded here and not above: no other rule needs it, and threads start sooner without it.
    const { default: fc } = await import('fast-check');
    const codecs = await codecPair(context);
    const randomMatrix = fc.record({
      content: fc.constantFrom(...contentNames),
      rows: fc.nat({ max: maxSide }),
      cols: fc.nat({ max: maxSide }),
      seed: fc.nat(),
    });
    const property = fc.property(randomMatrix, ({ content, rows, cols, seed }) => {
      const name = `makeMatrix('${content}', ${rows}, ${cols}, ${seed})`;
      context.step(name);
      roundTrip(codecs, { name, matrix: makeMatrix(content, rows, cols, seed) });
    });
    const details = fc.check(property, { seed: context.options.seed, numRuns: runCount });
    if (!details.failed) return;
    const [smallest] = details.counterexample ?? [];
    context.step(`smallest matrix ${JSON.stringify(smallest)}`);
    violated(details.errorInstance instanceof Error ? details.errorInstance.message : 'no round trip');
  },
};

export const roundTripRules: readonly Rule[] = [
  roundTripRule('all-patterns', 'all 65 536 bit patterns come back, in order and shuffled', patternMatrices),
  roundTripRule(
    'special-values',
    'NaN payloads, infinities, both zeros and subnormals come back bit for bit',
    specialMatrices,
  ),
  roundTripRule('shapes', 'empty, single, odd, prime and block-sized shapes come back', shapeMatrices),
  roundTripRule('huge-shapes', 'millions of values come back, flat and in narrow rows', hugeMatrices),
  roundTripRule('content-kinds', 'every kind of content comes back', contentMatrices),
  randomMatrices,
];
