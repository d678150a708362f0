import { matrixFromBits } from '@matrix-arena/bf16';
import type { Codec } from '@matrix-arena/contract';

const side = 64;
/** The engine compiles the kernels while they run: after this many calls the first real ones take a third. */
const calls = 12;

/** Calls a codec on a made-up matrix, flat and with its shape, so that what comes next finds it compiled. */
export function warmUp({ compress, decompress }: Codec): void {
  // Exponents 126 and 127, both signs, and a second half that resembles the first.
  const bits = Uint16Array.from({ length: side * side }, (_, i) => {
    const mixed = Math.imul(i % (side * side * 0.5), 0x9e3779b1) >>> 16;
    return 0x3f00 | (mixed & 0x80ff) | (i & 1);
  });
  for (let call = 0; call < calls; call++) {
    decompress(compress(matrixFromBits(bits, 1, side * side)));
    decompress(compress(matrixFromBits(bits, side, side)));
  }
}
