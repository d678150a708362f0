/**
 * What host and child say to each other, over one private socket. Numbers are in the byte order of the machine that
 * both run on; f64 holds every count exactly.
 *
 * The host speaks first, before any code of the solution is there that could listen:
 *
 *     0          16      20          20 + n
 *     | token    | u32 n | JSON, n bytes |         a `Welcome`
 *
 * After that it sends tasks, and each gets one reply:
 *
 *     0                        56                 56 + payloadBytes
 *     | 7 x f64, `taskField`   | matrix or frame  |
 *
 *     0          16                        96              96 + textBytes    … + payloadBytes
 *     | token    | 10 x f64, `replyField`  | message, UTF-8 | frame or matrix |
 *
 * The answer to the welcome is a reply, too. A reply without the token was not written by the harness's own code.
 */
export interface Welcome {
  /** Path of the solution's module, and the folder that its own imports stay in, as the child sees them. */
  readonly entryPath: string;
  readonly folder: string;
  readonly libraries: readonly Library[];
  /** Whether the process began as one of its own, so that the most memory it ever had is the solution's. */
  readonly isPeakOwn: boolean;
}

/** A library that stays an import: its name, and the folder of the package. */
export interface Library {
  readonly name: string;
  readonly folder: string;
}

/** Number of the private socket in the child. */
export const channelDescriptor = 3;

export const tokenBytes = 16;
export const welcomeHeadBytes = tokenBytes + 4;

export const taskField = {
  call: 0,
  calls: 1,
  pick: 2,
  rows: 3,
  cols: 4,
  payloadBytes: 5,
  /** Longest output that is of interest; of a longer one so much is sent. */
  maxReplyBytes: 6,
} as const;
export const taskHeadBytes = 7 * 8;

export const replyField = {
  outcome: 0,
  elapsedMs: 1,
  cpuMs: 2,
  memoryBytes: 3,
  openHandles: 4,
  rows: 5,
  cols: 6,
  /** 1 when a `threw` happened while the solution was loaded. */
  duringLoad: 7,
  textBytes: 8,
  payloadBytes: 9,
} as const;
export const replyHeadBytes = tokenBytes + 10 * 8;

/** A longer message is cut. */
export const maxTextBytes = 2000;

export const callCode = { load: 1, compress: 2, decompress: 3 } as const;

/** Codes of outcomes; records without a prototype, so that nothing but these can be found in them. */
export const outcomeCode = {
  __proto__: null,
  ready: 1,
  loaded: 2,
  frame: 3,
  matrix: 4,
  threw: 5,
  'bad-output': 6,
} as const;
