/** The readers alone: bytes in, matrices out, without files. They run in browsers, too. */
export { readActivationText } from './formats/activation-text.ts';
export { readNpy } from './formats/npy.ts';
export { readRawBf16 } from './formats/raw-bf16.ts';
export type { Safetensors } from './formats/safetensors.ts';
export { readSafetensors } from './formats/safetensors.ts';
export type { Shape } from './types.ts';
