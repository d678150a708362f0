// Learns the shapes of the distribution of residuals from the matrices that come with the arena, and writes them to
// assembly/learned.ts, with where they come from beside them in learned.json. Nothing here is random, and numbers go
// through + - * / and comparisons alone: every clone writes the same bytes.
//
// For every matrix the encoder's own analysis gives each value a prediction P and a scale sigma. What is learned is how
// |value - P| / sigma is distributed: a few shapes, each the mean of the matrices that it codes best (k-means under the
// Kullback-Leibler divergence; Dhillon, Mallela, Kumar 2003, "A divisive information-theoretic feature clustering").
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

const { values: options } = parseArgs({
  options: {
    out: { type: 'string', default: '.' },
    samples: { type: 'string', default: '../../packages/corpus/samples' },
  },
});

const shapeCount = 3;
/** A point every eighth of sigma, the first at 0. */
const pointsPerSigma = 8;
const pointCount = 64;
/** Nothing is impossible: this many values of a thousand are spread over all bins. */
const spread = 0.001;
const rounds = 50;

const { instance } = await WebAssembly.instantiate(readFileSync('build/kernels.test.wasm'));
const kernels = instance.exports;
kernels.initRans();
kernels.initResiduals();
kernels.setPrice(2, 1);

const samples = ['iota', 'mixed'].flatMap((set) => readManifest(set).map((row) => readSample(set, row)));
const histograms = samples.map(({ bits, cols }) => histogramOf(bits, cols));
const { shapes, assigned, bitsPerValue } = cluster(histograms);
writeFileSync(`${options.out}/assembly/learned.ts`, sourceOf(shapes));
writeFileSync(`${options.out}/learned.json`, `${JSON.stringify(provenance(), null, 2)}\n`);
process.stdout.write(
  `${samples.length} matrices, ${shapeCount} shapes, ${bitsPerValue.toFixed(4)} bits per value over the finest shape\n`,
);

function readManifest(set) {
  const [head, ...lines] = readFileSync(`${options.samples}/${set}/manifest.csv`, 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.split(','));
  return lines.map((line) => Object.fromEntries(head.map((column, i) => [column, line[i]])));
}

function readSample(set, { file, width, cols, sha256 }) {
  let bytes = readFileSync(`${options.samples}/${set}/${file}`);
  // A flat matrix is the base64 of a .npy file, whose header ends where its bytes 8 and 9 say.
  if (file.endsWith('.txt')) {
    const npy = Buffer.from(bytes.toString('latin1'), 'base64');
    bytes = npy.subarray(10 + npy.readUInt16LE(8));
  }
  const bits = new Uint16Array(new Uint8Array(bytes).buffer);
  return { set, file, cols: Number(width ?? cols), sha256, bits, payload: sha256Of(bytes) };
}

function sha256Of(bytes) {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Share of the values per eighth of sigma. Where bfloat16 is coarser than half of sigma a value says too little. */
function histogramOf(bits, cols) {
  const rows = bits.length / cols;
  kernels.releaseAll();
  const values = kernels.allocate(2 * bits.length + 64);
  new Uint16Array(kernels.memory.buffer, values, bits.length).set(bits);
  new Uint8Array(kernels.memory.buffer, values + 2 * bits.length, 64).fill(0);
  const job = kernels.startJob(values, rows, cols);
  kernels.analyse(job);
  kernels.startPresences(job);
  kernels.startBasis(job);
  const field = jobReader(job);
  const hasBasis = (field('flags') & 16) !== 0;
  const counts = new Float64Array(pointCount);
  for (let row = 0; row < rows; row++) {
    if (new Uint8Array(kernels.memory.buffer)[field('rowKinds') + row] >= 8) continue;
    kernels.predictRow(job, row);
    if (hasBasis) kernels.predictByBasis(job, row);
    countRow(bits.subarray(row * cols, (row + 1) * cols), field, row, counts);
    if (hasBasis) kernels.extendBasis(job, row);
  }
  const sum = counts.reduce((total, count) => total + count, 0);
  return counts.map((count) => (count / sum) * (1 - spread) + spread / pointCount);
}

function countRow(bits, field, row, counts) {
  const words = new Int32Array(kernels.memory.buffer);
  const floats = new Float32Array(kernels.memory.buffer);
  const isMasked = (field('flags') & 1) !== 0;
  for (let c = 0; c < bits.length; c++) {
    if (isMasked && bits[c] === 0) continue;
    const sigma = quarterPower(words[field('rowScales') / 4 + row] + words[field('columnScales') / 4 + c]);
    const exponent = Math.max((bits[c] >> 7) & 0xff, 1);
    if (exponent > 227 || quarterPower(4 * (exponent - 134)) > sigma / 2) continue;
    const distance = Math.abs(floatOf(bits[c]) - floats[field('predictions') / 4 + c]) / sigma;
    counts[Math.min(pointCount - 1, Math.floor(distance * pointsPerSigma))]++;
  }
}

/** Fields of the job by name, in the order of assembly/job.ts. */
function jobReader(job) {
  const [, body] = /class Job \{([\s\S]*?)\n\}/.exec(readFileSync('assembly/job.ts', 'utf8'));
  const names = [...body.matchAll(/^ {2}(\w+): /gm)].map(([, name]) => name);
  return (name) => new Int32Array(kernels.memory.buffer)[job / 4 + names.indexOf(name)];
}

function floatOf(bits) {
  return new Float32Array(Uint32Array.of(bits << 16).buffer)[0];
}

function quarterPower(n) {
  return kernels.powerOfQuarter(n);
}

/** Starts with the matrices in order of their tails, cut into equal parts. */
function cluster(all) {
  const order = all.map((_, i) => i).sort((a, b) => tail(all[a]) - tail(all[b]));
  let assigned = new Array(all.length);
  for (const [place, i] of order.entries()) assigned[i] = Math.floor((place * shapeCount) / all.length);
  let shapes = [];
  for (let round = 0; round < rounds; round++) {
    shapes = Array.from({ length: shapeCount }, (_, shape) =>
      mean(all.filter((_, i) => assigned[i] === shape)),
    );
    const next = all.map((histogram) => best(shapes, histogram));
    if (next.every((shape, i) => shape === assigned[i])) break;
    assigned = next;
  }
  const total = all.reduce((sum, histogram, i) => sum + crossEntropy(histogram, shapes[assigned[i]]), 0);
  return { shapes, assigned, bitsPerValue: total / all.length - Math.log2(pointsPerSigma) + 1 };
}

function tail(histogram) {
  return histogram.slice(3 * pointsPerSigma).reduce((sum, share) => sum + share, 0);
}

function mean(histograms) {
  const shape = new Float64Array(pointCount);
  for (const histogram of histograms)
    for (let i = 0; i < pointCount; i++) shape[i] += histogram[i] / histograms.length;
  return shape;
}

function best(shapes, histogram) {
  let least = 0;
  for (let shape = 1; shape < shapes.length; shape++) {
    if (crossEntropy(histogram, shapes[shape]) < crossEntropy(histogram, shapes[least])) least = shape;
  }
  return least;
}

function crossEntropy(histogram, shape) {
  return histogram.reduce((sum, share, i) => sum - share * kernels.log2(shape[i]), 0);
}

/** The square root of each share, of 65535: a byte, and about as exact for the rare as for the frequent. */
function sourceOf(shapes) {
  const roots = shapes.map((shape) => Array.from(shape, (share) => Math.round(Math.sqrt(share * 65535))));
  return `// Written by scripts/train.mjs from the bundled matrices, see learned.json. Not to be edited.

// @ts-ignore: decorator
@inline export const SHAPE_COUNT: usize = ${shapeCount};

/** For each shape and each eighth of sigma the square root of the share of values at that distance, of 65535. */
export const shapeRoots: usize = memory.data<u8>([
${roots.map((row) => wrap(row)).join('\n')}
]);
`;
}

function wrap(numbers) {
  const lines = [];
  for (let i = 0; i < numbers.length; i += 32) lines.push(`  ${numbers.slice(i, i + 32).join(', ')},`);
  return lines.join('\n');
}

function provenance() {
  return {
    writtenBy: 'scripts/train.mjs',
    method:
      'k-means of residual histograms under the Kullback-Leibler divergence, started from the order of their tails',
    seed: null,
    parameters: { shapeCount, pointsPerSigma, pointCount, spread },
    matrices: samples.map(({ set, file, payload }, i) => ({
      set,
      file,
      sha256: payload,
      shape: assigned[i],
    })),
    shapesSha256: sha256Of(sourceOf(shapes)),
  };
}
