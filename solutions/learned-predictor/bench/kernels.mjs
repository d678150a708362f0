// Speed of every kernel beside that of its reference. Prints a table.
//
//     node bench/kernels.mjs [part of a name]

import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));
const { module } = await runnerImport('./bench/kernels.ts', { root, configFile: false, logLevel: 'error' });
process.stdout.write(module.benchTable(process.argv[2] ?? ''));
