import { kernels, put, room, u8At, u32At } from '../test/kernels.ts';
import { checksum } from '../test/reference/checksum.ts';
import { decodeInContexts, encodeInContexts } from '../test/reference/context-rans.ts';
import { histogramBytes } from '../test/reference/histogram.ts';
import { log2, powerOfQuarter } from '../test/reference/log2.ts';
import { pairExponents, splitPairs } from '../test/reference/pairs.ts';
import { mergePlanes, splitPlanes } from '../test/reference/planes.ts';
import { decodeRans, encodeRans, orderZeroStates } from '../test/reference/rans.ts';
import {
  type Entry,
  entriesOf,
  entriesOfShares,
  ownersOf,
  packEntries,
  shapeEntries,
  slotsOf,
} from '../test/reference/tables.ts';
import { benchRandom, benchValues, valueCount } from './data.ts';
import { perCall, perValue, slice } from './entries.ts';
import type { BenchEntry } from './measure.ts';
import { rangeCoderEntries } from './range-coder.ts';

function unpackEntries(packed: Uint32Array): Entry[] {
  return Array.from(packed, (entry) => ({ frequency: entry & 0xffff, start: entry >>> 16 }));
}

function bytesEntries(): BenchEntry[] {
  const values = benchValues();
  const some = values.subarray(0, slice);
  const valuesAt = put(values);
  const exponentsAt = room(valueCount);
  const restAt = room(valueCount);
  const out = room(2 * valueCount);
  const counts = room(4 * 4 * 256);
  const pairedAt = room(valueCount);
  const escapesAt = room(valueCount);
  const planes = splitPlanes(some);
  const base = Math.max(...planes.exponents) + 1;
  const pairs = pairExponents(planes.exponents, base);
  const someBytes = new Uint8Array(some.buffer, some.byteOffset, some.byteLength);
  kernels.splitPlanes(valuesAt, exponentsAt, restAt, valueCount);
  return [
    perValue(
      'splitPlanes',
      () => kernels.splitPlanes(valuesAt, exponentsAt, restAt, valueCount),
      () => splitPlanes(some),
    ),
    perValue(
      'mergePlanes',
      () => kernels.mergePlanes(exponentsAt, restAt, out, valueCount),
      () => mergePlanes(planes),
    ),
    perValue(
      'pairExponents, with a copy',
      () => {
        new Uint8Array(kernels.memory.buffer).copyWithin(pairedAt, exponentsAt, exponentsAt + valueCount);
        kernels.pairExponents(pairedAt, valueCount, base, escapesAt);
      },
      () => pairExponents(planes.exponents, base),
    ),
    perValue(
      'splitPairs',
      () => kernels.splitPairs(pairedAt, out, valueCount, base, escapesAt),
      () => splitPairs(pairs, base),
    ),
    perValue(
      'checksum',
      () => kernels.checksum(valuesAt, 2 * valueCount, 0),
      () => checksum(someBytes, 0),
    ),
    perValue(
      'histogramBytes',
      () => kernels.histogramBytes(exponentsAt, valueCount, counts),
      () => histogramBytes(planes.exponents),
    ),
  ];
}

/** The exponents under a table of their own. */
function ransEntries(): BenchEntry[] {
  const { exponents } = splitPlanes(benchValues());
  const entries = entriesOfShares([...histogramBytes(exponents)]);
  const symbolsAt = put(exponents);
  const table = put(packEntries(entries));
  const slots = put(slotsOf(entries));
  const roomBytes = 4 * orderZeroStates + 2 * valueCount + 16;
  const end = room(roomBytes) + roomBytes;
  const begin = kernels.encodeRans(symbolsAt, valueCount, table, end);
  const stream = put(u8At(begin, end - begin), 2 * valueCount);
  const decodedAt = room(valueCount);
  const some = exponents.subarray(0, slice);
  const someStream = encodeRans(some, entries);
  return [
    perValue(
      'encodeRans',
      () => kernels.encodeRans(symbolsAt, valueCount, table, end),
      () => encodeRans(some, entries),
    ),
    perValue(
      'decodeRans',
      () => kernels.decodeRans(stream, decodedAt, valueCount, slots),
      () => decodeRans(someStream, slice, entries),
    ),
  ];
}

/** Symbols of a learned shape, in the contexts of a few classes side by side and all quarters, as rows have them. */
function contextEntries(): BenchEntry[] {
  const random = benchRandom();
  const entriesAt = kernels.entriesOf(0);
  const ownersAt = kernels.ownersOf(0);
  const packed = u32At(entriesAt, 225 * 32);
  const tables = Array.from({ length: 225 }, (_, context) =>
    unpackEntries(packed.subarray(32 * context, 32 * (context + 1))),
  );
  const contexts = Uint8Array.from({ length: valueCount }, () => 73 + random.below(24));
  const owners = u8At(ownersAt, 4096 * 225);
  const symbols = contexts.map((context) => owners[4096 * context + random.below(4096)] ?? 0);
  const contextsAt = put(contexts);
  const symbolsAt = put(symbols);
  const roomBytes = 64 + 2 * valueCount + 16;
  const end = room(roomBytes) + roomBytes;
  const begin = kernels.encodeInContexts(contextsAt, symbolsAt, valueCount, entriesAt, end);
  const stream = put(u8At(begin, end - begin), 2 * valueCount);
  const coder = room(76);
  const decodedAt = room(valueCount);
  const someContexts = contexts.subarray(0, slice);
  const someSymbols = symbols.subarray(0, slice);
  const someStream = encodeInContexts(someContexts, someSymbols, tables);
  return [
    perValue(
      'encodeInContexts',
      () => kernels.encodeInContexts(contextsAt, symbolsAt, valueCount, entriesAt, end),
      () => encodeInContexts(someContexts, someSymbols, tables),
    ),
    perValue(
      'decodeInContexts',
      () => {
        kernels.startCoder(coder, stream, ownersAt, entriesAt);
        kernels.decodeInContexts(coder, contextsAt, decodedAt, valueCount);
      },
      () => decodeInContexts(someStream, someContexts, tables),
    ),
  ];
}

/** Decisions, each counted as a value; every one is a call from here, which takes its part of the time. */
function tableEntries(): BenchEntry[] {
  const { exponents } = splitPlanes(benchValues());
  const shares = [...histogramBytes(exponents)];
  const entries = entriesOfShares(shares);
  const frequencies = entries.map(({ frequency }) => frequency);
  const sharesAt = put(Float64Array.from(shares));
  const entriesAt = room(4 * 256);
  const packedAt = put(packEntries(entries));
  const frequenciesAt = put(Uint32Array.from(frequencies));
  const slotsAt = room(4 * 4096);
  const ownersAt = room(4096);
  // Shares of a normal distribution, near enough.
  const points = Uint16Array.from({ length: 64 }, (_, i) => Math.round(65_535 * Math.tanh(0.1 * i)));
  const pointsAt = put(points);
  const shapeEntriesAt = room(4 * 32 * 225);
  const shapeOwnersAt = room(4096 * 225);
  const copyAt = room(4 * 256);
  return [
    perCall(
      'setEntries, 256',
      () => kernels.setEntries(entriesAt, sharesAt, 256),
      () => packEntries(entriesOfShares(shares)),
    ),
    perCall(
      'startEntries, 256, with a copy',
      () => {
        new Uint8Array(kernels.memory.buffer).copyWithin(copyAt, frequenciesAt, frequenciesAt + 1024);
        return kernels.startEntries(copyAt, 256);
      },
      () => packEntries(entriesOf(frequencies)),
    ),
    perCall(
      'fillOwners, 256',
      () => kernels.fillOwners(packedAt, 256, ownersAt),
      () => ownersOf(entries),
    ),
    perCall(
      'fillSlots, 256',
      () => kernels.fillSlots(packedAt, 256, slotsAt),
      () => slotsOf(entries),
    ),
    perCall(
      'buildShape',
      () => kernels.buildShape(pointsAt, shapeEntriesAt, shapeOwnersAt),
      () => shapeEntries(points).map(ownersOf),
    ),
    perCall(
      'log2',
      () => kernels.log2(12_345.678),
      () => log2(12_345.678),
    ),
    perCall(
      'powerOfQuarter',
      () => kernels.powerOfQuarter(-13),
      () => powerOfQuarter(-13),
    ),
  ];
}

/** Kernels that code: what they read stays in the kernels' memory, all of them at once. */
export function codingEntries(): BenchEntry[] {
  return [
    ...bytesEntries(),
    ...ransEntries(),
    ...contextEntries(),
    ...rangeCoderEntries(),
    ...tableEntries(),
  ];
}
