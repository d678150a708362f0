/**
 * The built threads. This file lies one folder below the package in `src` as in `dist`, so the path is right in both:
 * a thread cannot load TypeScript on Node 20, so the tests of this package run the built ones, too.
 */
export const workerUrl = new URL('../dist/worker.js', import.meta.url);
export const peerUrl = new URL('../dist/peer.js', import.meta.url);
export const fuzzWorkerUrl = new URL('../dist/fuzz-worker.js', import.meta.url);
