import { byteCount, text } from '../build/kernels.ts';
import { unpack } from './unpack.ts';

/** Functions of the WebAssembly module, see assembly/. Pointers are addresses of its memory. */
export interface Kernels {
  readonly memory: WebAssembly.Memory;
  start(): void;
  releaseAll(): void;
  allocate(byteCount: number): number;
  checksum(bytes: number, byteCount: number, seed: number): number;
  findWidth(values: number, count: number): number;
  setPrice(level: number, valueCount: number): void;
  encodeBlock(values: number, count: number, cols: number): number;
  blockOf(): number;
  roomForPayload(byteCount: number, count: number, cols: number): number;
  decodeBlock(
    mode: number,
    payload: number,
    byteCount: number,
    values: number,
    count: number,
    cols: number,
  ): number;
}

/** Compiled once for all codecs of a thread. */
let compiled: Promise<WebAssembly.Module> | undefined;

/** An instance with a memory of its own, its tables built. */
export async function loadKernels(): Promise<Kernels> {
  compiled ??= WebAssembly.compile(unpack(text, byteCount));
  const { exports } = await WebAssembly.instantiate(await compiled);
  const kernels = exports as unknown as Kernels;
  kernels.start();
  return kernels;
}

/** A view of so many bytes, void when the memory grows. */
export function bytesAt({ memory }: Kernels, address: number, byteCount: number): Uint8Array {
  return new Uint8Array(memory.buffer, address, byteCount);
}
