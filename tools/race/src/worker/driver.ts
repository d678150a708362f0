import type { Codec, InspectFrame, Solution } from '@matrix-arena/contract';
import { tickMs } from './clock.ts';
import type { Answer, Ask } from './protocol.ts';

declare global {
  /** Runs the script of a solution, which stands behind this one, and returns its default export. */
  var loadModule: (() => unknown) | undefined;
}

let codec: Codec | undefined;
let inspect: InspectFrame | undefined;

/** Entry of every worker of the page: answers one call after the other. */
async function answer(ask: Ask): Promise<Answer> {
  switch (ask.call) {
    case 'clock':
      return { outcome: 'clock', tickMs: tickMs() };
    case 'load': {
      const startMs = performance.now();
      await load();
      return { outcome: 'loaded', elapsedMs: performance.now() - startMs };
    }
    case 'compress': {
      const { output, elapsedMs } = timed(ask.calls, () => codec?.compress(ask.matrix));
      if (!(output instanceof Uint8Array)) return badOutput('compress', 'a Uint8Array', output);
      return { outcome: 'frame', elapsedMs, bytes: output.slice() };
    }
    case 'decompress': {
      const { output, elapsedMs } = timed(ask.calls, () => codec?.decompress(ask.frame));
      if (!(output?.bytes instanceof Uint8Array)) return badOutput('decompress', 'a matrix', output);
      const { bytes, rows, cols } = output;
      return { outcome: 'matrix', elapsedMs, bytes: bytes.slice(), rows: Number(rows), cols: Number(cols) };
    }
    case 'inspect':
      return { outcome: 'parts', parts: await inspect?.(ask.frame) };
  }
}

/** The script is a solution, or takes frames apart. */
async function load(): Promise<void> {
  const loaded = globalThis.loadModule?.();
  if (typeof loaded === 'function') inspect = loaded as InspectFrame;
  else codec = await (loaded as Solution).create();
}

function timed<T>(calls: number, call: () => T): { output: T; elapsedMs: number } {
  const startMs = performance.now();
  let output = call();
  for (let done = 1; done < calls; done++) output = call();
  return { output, elapsedMs: performance.now() - startMs };
}

function badOutput(call: string, expected: string, got: unknown): Answer {
  return { outcome: 'bad-output', message: `${call}: expected ${expected}, got ${typeof got}` };
}

const longestMessage = 500;

function messageOf(error: unknown): string {
  const message = error instanceof Error ? `${error.name}: ${error.message}` : `threw ${typeof error}`;
  return message.slice(0, longestMessage);
}

self.onmessage = async ({ data }: MessageEvent<Ask>) => {
  const reply = await answer(data).catch(
    (error: unknown): Answer => ({ outcome: 'threw', message: messageOf(error) }),
  );
  try {
    self.postMessage(reply, { transfer: 'bytes' in reply ? [reply.bytes.buffer] : [] });
  } catch {
    self.postMessage(badOutput(data.call, 'data', 'what cannot be copied'));
  }
};
