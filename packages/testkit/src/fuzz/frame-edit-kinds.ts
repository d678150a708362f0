import { type ByteRun, makeRoom, remove, scatter } from './byte-run.ts';

/** A change of a frame as data, so that it can be told, and left out. Each kind reads of it what it needs. */
export interface FrameEdit {
  readonly kind: EditKind;
  /** Offsets in bytes; an edit before may have made the frame shorter than that. */
  readonly at: number;
  readonly from: number;
  /** At least 1. */
  readonly count: number;
  /** 32 bits. */
  readonly value: number;
}

interface EditKind {
  readonly share: number;
  readonly name: string;
  /** Offsets are at most the length of the run. */
  apply(run: ByteRun, edit: FrameEdit, donor: Uint8Array): void;
}

const absurdBytes = [0x00, 0x01, 0x7f, 0x80, 0xff];

export const editKinds: readonly EditKind[] = [
  {
    share: 16,
    name: 'turn a bit over',
    apply: (run, { at, value }) => write(run, at, 1, run.bytes[at] ^ (1 << (value & 7))),
  },
  {
    share: 12,
    name: 'set a byte to an extreme',
    apply: (run, { at, value }) => write(run, at, 1, absurdBytes[value % absurdBytes.length]),
  },
  { share: 8, name: 'set a byte', apply: (run, { at, value }) => write(run, at, 1, value) },
  {
    share: 8,
    name: 'set 16 bits to an extreme',
    apply: (run, { at, value }) => write(run, at, 2, extreme(16, value)),
  },
  {
    share: 12,
    name: 'set 32 bits to an extreme',
    apply: (run, { at, value }) => write(run, at, 4, extreme(32, value)),
  },
  {
    share: 8,
    name: 'add to 16 bits',
    apply: (run, { at, value }) => write(run, at, 2, read(run, at, 2) + step(value)),
  },
  {
    share: 4,
    name: 'add to 32 bits',
    apply: (run, { at, value }) => write(run, at, 4, read(run, at, 4) + step(value)),
  },
  {
    share: 5,
    name: 'end early',
    apply: (run, { at }) => {
      run.length = Math.min(run.length, at);
    },
  },
  {
    share: 4,
    name: 'go on',
    apply: (run, { count, value }) => fill(makeRoom(run, run.length, count), value),
  },
  { share: 6, name: 'take out', apply: (run, { at, count }) => remove(run, at, count) },
  { share: 5, name: 'put in', apply: (run, { at, count, value }) => fill(makeRoom(run, at, count), value) },
  {
    share: 3,
    name: 'double',
    apply: (run, { at, count }) => makeRoom(run, at, Math.min(count, run.length - at)),
  },
  {
    share: 4,
    name: 'copy over',
    apply: (run, { at, from, count }) =>
      run.bytes.copyWithin(at, from, Math.min(from + count, from + run.length - at, run.length)),
  },
  { share: 4, name: 'swap', apply: swap },
  {
    share: 4,
    name: 'overwrite with those of another frame',
    apply: (run, { at, count }, donor) =>
      run.bytes.set(donor.subarray(at, Math.min(at + count, run.length)), at),
  },
  {
    share: 3,
    name: 'go on as another frame does',
    apply: (run, { at, from }, donor) => {
      const tail = donor.subarray(from, from + run.bytes.length - at);
      run.bytes.set(tail, at);
      run.length = at + tail.length;
    },
  },
];

/** A power of two or one of its neighbours: limits, wrap-arounds and sign bits are all among them. */
function extreme(bits: number, value: number): number {
  return 2 ** (value % (bits + 1)) - 1 + ((value >>> 8) % 3);
}

/** -16 to 16, never 0. */
function step(value: number): number {
  return (1 + (value & 15)) * (value & 16 ? -1 : 1);
}

/** The lowest byte first; as many bytes as are there. */
function read({ bytes, length }: ByteRun, at: number, count: number): number {
  let number = 0;
  for (let i = 0; i < count && at + i < length; i++) number += bytes[at + i] * 2 ** (8 * i);
  return number;
}

function write({ bytes, length }: ByteRun, at: number, count: number, number: number): void {
  for (let i = 0; i < count && at + i < length; i++) bytes[at + i] = Math.floor(number / 2 ** (8 * i));
}

/** With one byte or with many, by the value. */
function fill(bytes: Uint8Array, value: number): void {
  if (value & 1) bytes.fill(absurdBytes[(value >>> 1) % absurdBytes.length]);
  else scatter(bytes, value);
}

/** Two runs of bytes that do not overlap. */
function swap(run: ByteRun, { at, from, count }: FrameEdit): void {
  const [first, second] = at < from ? [at, from] : [from, at];
  const length = Math.min(count, second - first, run.length - second);
  const kept = run.bytes.slice(first, first + length);
  run.bytes.copyWithin(first, second, second + length);
  run.bytes.set(kept, second);
}
