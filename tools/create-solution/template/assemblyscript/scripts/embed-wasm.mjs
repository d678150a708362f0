// Writes the compiled kernel into a module, so that the bundle stays one file.
import { readFileSync, writeFileSync } from 'node:fs';

const wasm = readFileSync('build/kernel.wasm');
writeFileSync('build/kernel.ts', `export const wasmBase64 = '${wasm.toString('base64')}';\n`);
