import { makeMatrix } from '../matrices/contents.ts';
import { randomSource } from '../matrices/random.ts';
import { bitFlipped, expectNoSilentDamage, largerFrame, smallFrames } from './damage.ts';
import { expectRefusal, refusalKinds } from './guard.ts';
import { hostileFrames } from './hostile.ts';
import type { Rule } from './rule.ts';
import { copyBytes } from './same.ts';

const sampleCount = 200;

const truncatedFrames: Rule = {
  id: 'truncated-frames',
  title: 'a frame that ends early, at any byte, is refused as truncated or corrupt',
  async check(context) {
    const { seed } = context.options;
    const random = randomSource(seed);
    const codec = await context.newCodec();
    const larger = largerFrame(codec, seed);
    const lastBytes = Array.from({ length: 32 }, (_, i) => larger.frame.length - 1 - i);
    const samples = Array.from({ length: sampleCount }, () => random.below(larger.frame.length));
    for (const { name, frame, cuts } of [
      ...smallFrames(codec, seed).map((sound) => ({ ...sound, cuts: sound.frame.keys() })),
      { ...larger, cuts: [...lastBytes, ...samples] },
    ]) {
      for (const cut of cuts) {
        const step = `first ${cut} of ${frame.length} bytes of the ${name}`;
        expectRefusal(context, step, ['truncated', 'corrupt'], () =>
          codec.decompress(copyBytes(frame, 0, cut)),
        );
      }
    }
  },
};

const flippedBits: Rule = {
  id: 'flipped-bits',
  title: 'a frame with a flipped bit never gives another matrix',
  async check(context) {
    const { seed } = context.options;
    const random = randomSource(seed);
    const codec = await context.newCodec();
    const larger = largerFrame(codec, seed);
    const samples = Array.from({ length: sampleCount }, () => random.below(8 * larger.frame.length));
    for (const { name, matrix, frame, bits } of [
      ...smallFrames(codec, seed).map((sound) => ({ ...sound, bits: Array(8 * sound.frame.length).keys() })),
      { ...larger, bits: samples },
    ]) {
      for (const bit of bits) {
        const step = `bit ${bit & 7} of byte ${bit >>> 3} of the ${name}`;
        expectNoSilentDamage(context, step, codec, bitFlipped(frame, bit), matrix);
      }
    }
  },
};

const hostileHeaders: Rule = {
  id: 'hostile-headers',
  title: 'headers with huge or absurd fields are refused soon and without large allocations',
  async check(context) {
    const codec = await context.newCodec();
    for (const { name, matrix, frame } of smallFrames(codec, context.options.seed)) {
      for (const { change, damaged } of hostileFrames(frame)) {
        expectNoSilentDamage(context, `${change} in the ${name}`, codec, damaged, matrix);
      }
    }
  },
};

const trailingBytes: Rule = {
  id: 'trailing-bytes',
  title: 'a frame that goes on after its end is corrupt',
  async check(context) {
    const { seed } = context.options;
    const codec = await context.newCodec();
    for (const { name, frame } of [...smallFrames(codec, seed), largerFrame(codec, seed)]) {
      for (const [what, tail] of Object.entries({
        'one zero byte': new Uint8Array(1),
        'sixteen bytes': new Uint8Array(16).fill(0xa5),
        'the same frame again': frame,
      })) {
        const damaged = Uint8Array.of(...frame, ...tail);
        expectRefusal(context, `${what} behind the ${name}`, ['corrupt'], () => codec.decompress(damaged));
      }
    }
  },
};

const foreignInput: Rule = {
  id: 'foreign-input',
  title: 'bytes that are no frame of this codec are refused',
  async check(context) {
    const { seed } = context.options;
    const codec = await context.newCodec();
    const { frame } = largerFrame(codec, seed);
    const inputs: [string, Uint8Array][] = [
      ['no bytes at all', new Uint8Array()],
      ...[1, 2, 3, 4, 5, 8, 13, 16, 24, 32, 64, 1024, 65_536].flatMap((count): [string, Uint8Array][] => [
        [`${count} zero bytes`, new Uint8Array(count)],
        [`${count} bytes of all ones`, new Uint8Array(count).fill(0xff)],
        [`${count} random bytes`, makeMatrix('random-bits', 1, count, seed).bytes.subarray(0, count)],
      ]),
      ['a frame with another magic', Uint8Array.of(0x50, 0x4b, 0x03, 0x04, ...frame.subarray(4))],
      ['a frame without its first byte', copyBytes(frame, 1)],
      ['a frame behind a zero byte', Uint8Array.of(0, ...frame)],
    ];
    for (const [name, input] of inputs) {
      expectRefusal(context, name, refusalKinds, () => codec.decompress(input));
    }
  },
};

export const frameRules: readonly Rule[] = [
  truncatedFrames,
  flippedBits,
  hostileHeaders,
  trailingBytes,
  foreignInput,
];
