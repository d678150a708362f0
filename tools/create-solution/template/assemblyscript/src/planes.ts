/// <reference lib="dom" />
// The line above is for the types of WebAssembly alone: Node has it, its types have not.
import { wasmBase64 } from '../build/kernel.ts';
import type { Planes } from './codec.ts';

/** Exports of assembly/planes.ts. Addresses are offsets in its memory. */
interface Kernel {
  readonly memory: WebAssembly.Memory;
  readonly blockValues: WebAssembly.Global<'i32'>;
  readonly lowAt: WebAssembly.Global<'i32'>;
  readonly highAt: WebAssembly.Global<'i32'>;
  split(valueCount: number): void;
  merge(valueCount: number): void;
}

/** Compiled once for all codecs of a thread. */
let compiled: Promise<WebAssembly.Module> | undefined;

/** An instance with a memory of its own. */
export async function loadPlanes(): Promise<Planes> {
  compiled ??= WebAssembly.compile(Uint8Array.from(atob(wasmBase64), (char) => char.charCodeAt(0)));
  const { exports } = await WebAssembly.instantiate(await compiled);
  return bindKernel(exports as unknown as Kernel);
}

/** Takes a matrix through the kernel's memory block by block. */
function bindKernel(kernel: Kernel): Planes {
  const blockValues = kernel.blockValues.value;
  // The memory never grows, so these views stay good.
  const values = new Uint8Array(kernel.memory.buffer, 0, 2 * blockValues);
  const lowBlock = new Uint8Array(kernel.memory.buffer, kernel.lowAt.value, blockValues);
  const highBlock = new Uint8Array(kernel.memory.buffer, kernel.highAt.value, blockValues);
  return {
    split(bytes, low, high) {
      for (let from = 0; from < low.length; from += blockValues) {
        const count = Math.min(blockValues, low.length - from);
        values.set(bytes.subarray(2 * from, 2 * (from + count)));
        kernel.split(count);
        low.set(lowBlock.subarray(0, count), from);
        high.set(highBlock.subarray(0, count), from);
      }
    },
    merge(low, high, bytes) {
      for (let from = 0; from < low.length; from += blockValues) {
        const count = Math.min(blockValues, low.length - from);
        lowBlock.set(low.subarray(from, from + count));
        highBlock.set(high.subarray(from, from + count));
        kernel.merge(count);
        bytes.set(values.subarray(0, 2 * count), 2 * from);
      }
    },
  };
}
