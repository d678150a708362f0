import { readFileSync } from 'node:fs';

/** An address in the kernels' memory. */
export type Address = number;

/** Everything that assembly/kernels.ts exports. Flags are 0 or 1. */
export interface TestKernels {
  readonly memory: WebAssembly.Memory;
  // memory
  allocate(byteCount: number): Address;
  allocateZeros(byteCount: number): Address;
  releaseAll(): void;
  // job
  theJob(): Address;
  // basis
  startBasis(job: Address): void;
  predictByBasis(job: Address, row: number): void;
  extendBasis(job: Address, row: number): void;
  chooseBasis(job: Address): void;
  // candidates
  clearCandidates(): void;
  candidateAt(i: number): number;
  leastProduct(): number;
  offer(row: number, product: number): void;
  // checksum
  checksum(src: Address, byteCount: number, seed: number): number;
  // column-stats, columns
  judgeColumns(job: Address): void;
  rescaleColumns(job: Address): number;
  convertToFloats(values: Address, floats: Address, count: number): number;
  deviate(job: Address): void;
  sumColumns(job: Address, rowStep: number, unit: number): void;
  // context-rans
  encodeInContexts(
    contexts: Address,
    symbols: Address,
    count: number,
    entries: Address,
    end: Address,
  ): Address;
  decodeInContexts(coder: Address, contexts: Address, symbols: Address, count: number): void;
  /** A coder takes 76 bytes. */
  startCoder(coder: Address, stream: Address, owners: Address, entries: Address): void;
  isCoderAtEnd(coder: Address): number;
  coderCursor(coder: Address): Address;
  // histogram
  histogramBytes(src: Address, count: number, counts: Address): void;
  // price
  setPrice(level: number, valueCount: number): void;
  // lists
  listBytes(rows: number, signatureLength: number): number;
  startLists(job: Address): void;
  searchLists(job: Address, row: number): void;
  // log2
  log2(x: number): number;
  powerOfQuarter(n: number): number;
  // mask
  startPresences(job: Address): void;
  maskRow(job: Address, row: number, place: number): void;
  unmaskRow(job: Address, row: number, coder: Address): void;
  // pairs
  pairExponents(exponents: Address, count: number, base: number, escapes: Address): Address;
  splitPairs(pairs: Address, exponents: Address, count: number, base: number, escapes: Address): Address;
  // planes
  splitPlanes(src: Address, exponents: Address, rest: Address, count: number): void;
  mergePlanes(exponents: Address, rest: Address, dst: Address, count: number): void;
  // predict
  predictRow(job: Address, row: number): void;
  chooseSteps(job: Address, row: number, contexts: Address): void;
  // range-coder
  resetModels(models: Address, count: number): void;
  startEncoding(at: Address): void;
  finishEncoding(): Address;
  startDecoding(at: Address, end: Address): void;
  streamCursor(): Address;
  codeBit(model: Address, bit: number): number;
  codeUniform(value: number, size: number): number;
  codeTree(models: Address, bits: number, value: number): number;
  codeSigned(models: Address, value: number): number;
  // rans
  initRans(): void;
  encodeRans(symbols: Address, count: number, table: Address, end: Address): Address;
  decodeRans(src: Address, symbols: Address, count: number, table: Address): Address;
  // references
  findReferences(job: Address): void;
  // residuals
  initResiduals(): void;
  splitRows(job: Address): number;
  joinRows(job: Address, residualCoder: Address, maskCoder: Address, gridCoder: Address): void;
  // rows-block
  startJob(values: Address, rows: number, cols: number): Address;
  analyse(job: Address): void;
  // scales
  setRowScales(job: Address, shift: number): void;
  sumRemainders(job: Address): void;
  // shapes
  initShapes(): void;
  entriesOf(shape: number): Address;
  ownersOf(shape: number): Address;
  // signatures
  signRows(job: Address): void;
  // tables
  buildShape(points: Address, entries: Address, owners: Address): void;
  setEntries(entries: Address, shares: Address, count: number): void;
  startEntries(entries: Address, count: number): number;
  fillOwners(entries: Address, count: number, owners: Address): void;
  fillSlots(entries: Address, count: number, slots: Address): void;
}

const wasm = readFileSync(new URL('../build/kernels.test.wasm', import.meta.url));

/** One instance, and so one memory and one job, for all tests of a file. */
export const kernels = new WebAssembly.Instance(new WebAssembly.Module(wasm))
  .exports as unknown as TestKernels;

kernels.initRans();
kernels.initResiduals();
kernels.initShapes();

/** Allocations are 64 bytes apart at least. */
const shapeBytes = kernels.allocate(0) - kernels.entriesOf(0) - 64;

/** Takes back all that was allocated but for the tables of shapes, which are the first and stay as they are. */
export function releaseAll(): void {
  kernels.releaseAll();
  kernels.allocate(shapeBytes);
}

/** Room for so many bytes and `slack` more behind them, all of them `filler`. */
export function room(byteCount: number, slack = 64, filler = 0): Address {
  const address = kernels.allocate(byteCount + slack);
  new Uint8Array(kernels.memory.buffer, address, byteCount + slack).fill(filler);
  return address;
}

/** Copies an array into the kernels' memory, with `slack` bytes behind it that are `filler`. */
export function put(data: ArrayBufferView, slack = 64, filler = 0): Address {
  const address = room(data.byteLength, slack, filler);
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  new Uint8Array(kernels.memory.buffer).set(bytes, address);
  return address;
}

// Copies of what is at an address: memory may grow, which detaches views of it.

export function u8At(address: Address, count: number): Uint8Array {
  return new Uint8Array(kernels.memory.buffer, address, count).slice();
}

export function u16At(address: Address, count: number): Uint16Array {
  return new Uint16Array(u8At(address, 2 * count).buffer);
}

export function u32At(address: Address, count: number): Uint32Array {
  return new Uint32Array(u8At(address, 4 * count).buffer);
}

export function i32At(address: Address, count: number): Int32Array {
  return new Int32Array(u8At(address, 4 * count).buffer);
}

export function f32At(address: Address, count: number): Float32Array {
  return new Float32Array(u8At(address, 4 * count).buffer);
}

export function f64At(address: Address, count: number): Float64Array {
  return new Float64Array(u8At(address, 8 * count).buffer);
}

/** The fields of class Job in assembly/job.ts, each a word, in its order. */
export const jobFields = [
  'rows',
  'cols',
  'stride',
  'flags',
  'values',
  'floats',
  'deviations',
  'means',
  'columnScales',
  'rowKinds',
  'references',
  'rowScales',
  'scaleBase',
  'scaleStep',
  'typicalScale',
  'energies',
  'remainders',
  'presentCounts',
  'predictions',
  'bases',
  'stepExponents',
  'presences',
  'contexts',
  'symbols',
  'depths',
  'depthCount',
  'escapes',
  'escapeCount',
  'bits',
  'bitCount',
  'columnSums',
  'columnSquares',
  'columnCounts',
  'countedRows',
  'weights',
  'signatures',
  'signatureLength',
  'lists',
  'coefficients',
  'vectors',
  'basisWeights',
  'inverseWeights',
  'left',
  'basisSum',
  'columnDensities',
  'rowDensities',
  'maskContexts',
  'maskSymbols',
  'gridBase',
  'gridContexts',
  'gridSymbols',
  'partials',
  'lowCounts',
] as const;

export type JobField = (typeof jobFields)[number];

/** What `jobFields` has to be: name and type of every field in the text of assembly/job.ts. */
export function jobFieldsInSource(): { name: string; type: string }[] {
  const source = readFileSync(new URL('../assembly/job.ts', import.meta.url), 'utf8');
  const body = /export class Job \{\n(.*?)\n\}/s.exec(source)?.[1] ?? '';
  return Array.from(body.matchAll(/^ {2}(\w+): (\w+);$/gm), ([, name = '', type = '']) => ({ name, type }));
}

function addressOf(field: JobField): Address {
  return kernels.theJob() + 4 * jobFields.indexOf(field);
}

/** Sets the job; fields that are not given become 0. Returns its address. */
export function makeJob(fields: Readonly<Partial<Record<JobField, number>>>): Address {
  const words = Int32Array.from(jobFields, (name) => fields[name] ?? 0);
  new Int32Array(kernels.memory.buffer, kernels.theJob(), words.length).set(words);
  return kernels.theJob();
}

/** A field of the job as it is now. */
export function jobField(field: JobField): number {
  return i32At(addressOf(field), 1)[0] as number;
}
