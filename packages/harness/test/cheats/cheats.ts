import type { Finding, TrialFailureKind } from '@matrix-arena/contract/schemas';

/** What an attack is meant to change. */
type Aim =
  | 'nothing'
  /** Its own times. */
  | 'time'
  /** The length of its own frames. */
  | 'size'
  /** What the host takes its frames and matrices for. */
  | 'output'
  /** Times of other solutions. */
  | 'others'
  /** Files, processes and the network of the machine. */
  | 'machine'
  /** Whether the run ends, and what it says. */
  | 'run';

type Failure = TrialFailureKind | 'not-loadable';

/** What has to become of a cheat. */
export type Expectation =
  /** The attack does no harm: all trials are ok, with frames as long as the honest codec's. */
  | {
      readonly score: 'true';
      /** Findings that have to be among those of the result; on a machine with nothing else to do. */
      readonly findings?: readonly Finding['kind'][];
      /** Its times are shorter than those of the honest codec, and nothing prevents that. */
      readonly gainsTime?: true;
    }
  /** Every trial fails in one of these ways, or the solution cannot be loaded. */
  | { readonly score: 'zero'; readonly outcomes: readonly Failure[]; readonly message: RegExp }
  /** Every trial is ok as above or fails in one of these ways: an attack may only hurt who makes it. */
  | { readonly score: 'true-or-zero'; readonly outcomes: readonly Failure[] };

export interface Cheat {
  readonly name: string;
  readonly aim: Aim;
  /** What it tries, in one line. */
  readonly attack: string;
  /** In a sandbox. */
  readonly sandbox: Expectation;
  /** In a worker thread of the host; null where a thread cannot hold it, or where it would hit the test run itself. */
  readonly threads: Expectation | null;
}

/** The file in `code` that makes a cheat. */
export function codeOf({ name }: Pick<Cheat, 'name'>): string {
  return name.replace(/^cheat-/, '');
}

const unharmed = { score: 'true' } as const;
/** What a host cannot tell from honest work. */
const unnoticed = { score: 'true', gainsTime: true } as const;
const leavesHandles = { score: 'true', findings: ['leaves-handles'] } as const;

function fails(outcomes: Failure | readonly Failure[], message = /./): Expectation {
  return { score: 'zero', outcomes: [outcomes].flat(), message };
}

function mayFail(...outcomes: Failure[]): Expectation {
  return { score: 'true-or-zero', outcomes };
}

const hurtsItself = mayFail('forged', 'crashed', 'timeout', 'bad-output', 'not-loadable');
const mayCrash = mayFail('crashed');
const otherValue = fails('mismatch', /^value \d+: expected/);
const otherFrame = fails('unstable', /^the frame made while timed differs/);
const longerFrame = fails(
  'unstable',
  /^frame of the matrix with one bit changed: expected at most \d+ bytes/,
);
const noFrame = fails('bad-output', /^compress: expected a Uint8Array, got object$/);
const lostFrame = fails(['encode-error', 'bad-output', 'decode-error', 'mismatch']);
const compressTimeout = fails('timeout', /^compress took longer than \d+ ms$/);
const decompressTimeout = fails('timeout', /^decompress took longer than \d+ ms$/);
const loadTimeout = fails('not-loadable', /^load took longer than \d+ ms$/);
/** Whichever limit is met first. */
const tooMuchMemory = fails(['out-of-memory', 'crashed', 'timeout']);
const tooMuchOutput = fails([
  'too-large',
  'mismatch',
  'bad-output',
  'out-of-memory',
  'timeout',
  'not-loadable',
]);
const wrongShape = fails(['mismatch', 'bad-output']);
const crash = fails('crashed', /^compress: /);
const unreadable = fails('encode-error', /^threw something that cannot be read$/);
const thrownObject = fails('encode-error', /^threw object$/);
const longMessage = fails('encode-error', /schemaVersion/);

type Row = readonly [
  name: string,
  aim: Aim,
  attack: string,
  sandbox: Expectation,
  threads: Expectation | null,
];

// biome-ignore format: a table
const rows: readonly Row[] = [
  ['honest', 'nothing', 'Attacks nothing', unharmed, unharmed],

  ['patches-clock', 'time', 'Replaces every clock that JavaScript can see', unharmed, unharmed],
  ['patches-clock-inside', 'time', 'Stops the clock inside Node with the debugger', hurtsItself, null],
  ['edits-harness', 'time', 'Rewrites the code of the harness with the debugger', hurtsItself, null],
  ['rewrites-replies', 'time', 'Shortens times in replies on their way through Node', hurtsItself, null],
  ['pollutes-prototypes', 'time', 'Shortens times in whatever passes a built-in method', hurtsItself, hurtsItself],
  ['forges-replies', 'time', 'Writes forged replies to all descriptors', hurtsItself, null],
  ['reads-secret', 'time', 'Signs forged replies with secrets found in memory', hurtsItself, null],
  ['posts-messages', 'time', 'Posts forged replies to all message ports', hurtsItself, null],
  ['starts-threads', 'time', 'Shares its work out among threads', unharmed, { score: 'true', findings: ['hidden-threads'], gainsTime: true }],
  ['idles-when-watched', 'time', 'Hides its threads by idling at first', unharmed, unnoticed],
  ['raises-priority', 'time', 'Asks for more of the processor than others get', unharmed, null],
  ['caches-inputs', 'time', 'Remembers whole inputs', unharmed, unharmed],
  ['caches-samples', 'time', 'Remembers inputs by a few bytes', otherValue, otherValue],
  ['caches-rows', 'time', 'Remembers every row', unharmed, unharmed],
  ['caches-some-rows', 'time', 'Remembers some rows, and stays below what is noticed', unharmed, unharmed],
  ['caches-batches', 'time', 'Remembers the last input within a batch of calls', unharmed, unharmed],
  ['caches-on-disk', 'time', 'Remembers rows in files, for processes to come', unharmed, null],
  ['caches-across-threads', 'time', 'Tells other threads what it remembers', unharmed, null],
  ['fast-when-warm', 'time', 'Small slow frames first, large fast ones later', otherFrame, otherFrame],
  ['slow-when-warm', 'time', 'Large fast frames first, small slow ones later', otherFrame, otherFrame],
  ['spots-variants', 'time', 'Large fast frames for variants of what it knows', longerFrame, longerFrame],
  ['uses-allowance', 'time', 'Frames of variants as large as is allowed, with less work', unnoticed, unnoticed],
  ['swaps-methods', 'time', 'A codec whose methods become others', otherFrame, otherFrame],
  ['works-lazily', 'time', 'A matrix that does its work when it is read', unharmed, unharmed],
  ['fills-matrix-later', 'time', 'A matrix that is filled after it was returned', otherValue, otherValue],
  ['mutates-input', 'time', 'Clears its inputs, so that repeated calls are no work', unharmed, unharmed],
  ['rewrites-itself', 'time', 'Takes the slow work out of its own files', unharmed, null],

  ['keeps-matrix', 'size', 'Frames of 8 bytes; the matrix takes every other way', fails('decode-error', /no way led to the matrix/), null],

  ['patches-buffers', 'output', 'Lets typed arrays and buffers lie', hurtsItself, hurtsItself],
  ['changes-frame-later', 'output', 'Writes garbage into what it has returned', unharmed, unharmed],
  ['changes-when-read', 'output', 'A matrix with other fields when read again', unharmed, unharmed],
  ['detaches-input', 'output', 'Takes the buffers of inputs away', unharmed, unharmed],
  ['returns-detached', 'output', 'A frame whose buffer is gone', lostFrame, lostFrame],
  ['returns-resizable', 'output', 'Buffers that change their size after the call', unharmed, unharmed],
  ['returns-proxy', 'output', 'A proxy of a frame', noFrame, noFrame],
  ['returns-subclass', 'output', 'Byte arrays of a class that lies', unharmed, unharmed],
  ['returns-array-like', 'output', 'An object that passes for a byte array', noFrame, noFrame],
  ['returns-thenable', 'output', 'Frames that become others when awaited', unharmed, unharmed],
  ['returns-proxy-codec', 'output', 'A codec that has every method', unharmed, unharmed],

  ['slows-others', 'others', 'Keeps the machine busy between its own calls', mayFail('forged'), null],

  ['escapes', 'machine', 'Searches everything for a way out of the language', unharmed, null],
  ['debugs-main-thread', 'machine', 'Runs code in the main thread of its process', unharmed, null],
  ['prints', 'machine', 'Floods standard output with forged results', unharmed, unharmed],
  ['reads-files', 'machine', 'Reads files and hides them in frames', unharmed, null],
  ['writes-files', 'machine', 'Writes files wherever it can', unharmed, null],
  ['spawns', 'machine', 'Leaves processes behind', unharmed, null],
  ['opens-sockets', 'machine', 'Connects to whatever it can reach', unharmed, null],
  ['kills-parent', 'machine', 'Kills other processes', hurtsItself, null],
  ['leaves-handles', 'machine', 'Leaves open what keeps a process alive', leavesHandles, leavesHandles],

  ['exits', 'run', 'Ends its process as if all was well', mayCrash, crash],
  ['aborts', 'run', 'Lets its process crash', mayCrash, null],
  ['kills-itself', 'run', 'Kills its own process', mayFail('crashed', 'out-of-memory'), null],
  ['stops-itself', 'run', 'Halts its own process', mayFail('timeout'), null],
  ['fills-buffers', 'run', 'Fills memory with buffers', tooMuchMemory, tooMuchMemory],
  ['fills-wasm', 'run', 'Fills memory with that of WebAssembly', tooMuchMemory, tooMuchMemory],
  ['fills-strings', 'run', 'Fills memory with strings', tooMuchMemory, tooMuchMemory],
  ['fills-heap', 'run', 'Fills the heap', tooMuchMemory, tooMuchMemory],
  ['loops-in-import', 'run', 'Never gets through its import', loadTimeout, loadTimeout],
  ['loops-in-create', 'run', 'Never makes a codec', loadTimeout, loadTimeout],
  ['waits-in-create', 'run', 'Promises a codec and never makes it', loadTimeout, loadTimeout],
  ['loops-in-compress', 'run', 'Compresses for ever', compressTimeout, compressTimeout],
  ['loops-in-decompress', 'run', 'Decompresses for ever', decompressTimeout, decompressTimeout],
  ['loops-in-getter', 'run', 'A matrix whose bytes take for ever to read', decompressTimeout, decompressTimeout],
  ['loops-in-message', 'run', 'An error whose message takes for ever to read', compressTimeout, compressTimeout],
  ['loops-in-microtasks', 'run', 'Lets nothing else run after its first call', compressTimeout, compressTimeout],
  ['returns-gigabyte-frame', 'run', 'A frame of a gigabyte', tooMuchOutput, tooMuchOutput],
  ['returns-gigabyte-matrix', 'run', 'A matrix of a gigabyte', tooMuchOutput, tooMuchOutput],
  ['claims-huge-shape', 'run', 'A shape larger than any memory', wrongShape, wrongShape],
  ['throws-unreadable', 'run', 'An error of which nothing can be read', unreadable, unreadable],
  ['throws-long', 'run', 'An error with a message of 100 MB', longMessage, longMessage],
  ['throws-proxy', 'run', 'A proxy that throws when it is touched', unreadable, unreadable],
  ['throws-buffer', 'run', 'Throws shared memory', thrownObject, thrownObject],
  ['throws-later', 'run', 'Throws in a timer after the call', mayCrash, mayCrash],
  ['rejects-later', 'run', 'Leaves a rejected promise behind', mayCrash, mayCrash],
];

export const cheats: readonly Cheat[] = rows.map(([code, aim, attack, sandbox, threads]) => {
  return { name: `cheat-${code}`, aim, attack, sandbox, threads };
});
