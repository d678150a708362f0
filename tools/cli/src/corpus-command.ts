import { basename, resolve } from 'node:path';
import { Command } from '@commander-js/extra-typings';
import { ArenaError } from '@matrix-arena/contract';
import {
  bundledSamplesDir,
  type CorpusMatrix,
  type Progress as CorpusProgress,
  loadMatrices,
  matrixStats,
  openSet,
  pullBucket,
  verifySet,
} from '@matrix-arena/corpus';
import { untilInterrupted } from '@matrix-arena/node-kit';
import { count, counted, megabytes } from './format.ts';
import { seed, wholeNumber } from './option-values.ts';
import { type Progress, withProgress } from './progress.ts';
import { tableText } from './table.ts';

/** `arena corpus`: sets of matrices. */
export function corpusCommand() {
  return new Command('corpus')
    .description('download, look at and check sets of matrices')
    .addCommand(pullCommand())
    .addCommand(statsCommand())
    .addCommand(verifyCommand());
}

function pullCommand() {
  return new Command('pull')
    .description('download a bucket: a web address with a manifest.csv and the files that it lists')
    .argument('<url>', 'address of the folder that holds manifest.csv')
    .option('--out <dir>', 'folder for the set (default: the last part of the address)')
    .option('--count <n>', 'take a sample of so many files (default: all)', wholeNumber(1, 1e6))
    .option('--seed <n>', 'seed of the sample', seed, 0)
    .option('--concurrency <n>', 'files at a time', wholeNumber(1, 64), 4)
    .option('--json', 'print what was downloaded as JSON', false)
    .action(async (url, { out, count: fileCount, seed: sampleSeed, concurrency, json }) => {
      const dir = resolve(out ?? folderNameOf(url));
      const pulled = await untilInterrupted((signal) =>
        withProgress((progress) =>
          pullBucket(url, dir, {
            count: fileCount,
            seed: sampleSeed,
            concurrency,
            signal,
            onProgress: (step) => showFiles(progress, 'pull', step),
          }),
        ),
      );
      const { fileCount: files, keptCount, totalBytes } = pulled;
      const kept = keptCount === 0 ? '' : `, ${keptCount} of them there before`;
      const text = `${counted(files, 'file', 'files')}${kept}, ${megabytes(totalBytes)} in ${pulled.dir}\n`;
      process.stdout.write(json ? `${JSON.stringify(pulled)}\n` : text);
    });
}

function statsCommand() {
  return new Command('stats')
    .description(
      'bytes, shape, zeros and entropy of every matrix; planes and bounds in bits per value (raw = 16)',
    )
    .argument('[dir]', 'folder of a set (default: the bundled samples)')
    .option('--json', 'print all statistics as JSON', false)
    .action(async (dir, { json }) => {
      const matrices = await readSet(dir === undefined ? bundledSamplesDir() : resolve(dir));
      const stats = matrices.map(({ id, kind, direction, matrix }) => ({
        id,
        kind,
        direction,
        ...matrixStats(matrix),
      }));
      process.stdout.write(json ? `${JSON.stringify(stats, null, 1)}\n` : `${statsTable(stats)}\n`);
    });
}

function verifyCommand() {
  return new Command('verify')
    .description('read every file of a set again and check its size, shape and hash against the manifest')
    .argument('[dir]', 'folder of a set (default: the bundled samples)')
    .option('--json', 'print the whole report as JSON', false)
    .action(async (dir, { json }) => {
      const folder = dir === undefined ? bundledSamplesDir() : resolve(dir);
      const report = await untilInterrupted((signal) =>
        withProgress((progress) =>
          verifySet(folder, { signal, onProgress: (step) => showFiles(progress, 'verify', step) }),
        ),
      );
      const problems = report.files.flatMap((file) => (file.ok ? [] : [file.problem]));
      if (json) process.stdout.write(`${JSON.stringify(report, null, 1)}\n`);
      else for (const problem of problems) process.stdout.write(`${problem}\n`);
      if (!report.ok) {
        const what = `${problems.length} of ${counted(report.files.length, 'file', 'files')} in ${folder}`;
        throw new ArenaError('bad-format', { what, hint: 'not as the manifest says; get them again' });
      }
      if (!json)
        process.stdout.write(`${counted(report.files.length, 'file', 'files')}: all as the manifest says\n`);
    });
}

async function readSet(dir: string): Promise<CorpusMatrix[]> {
  return untilInterrupted((signal) =>
    withProgress(async (progress) => {
      const set = await openSet(dir);
      return loadMatrices(set, set.entries, {
        signal,
        onProgress: (step) => showFiles(progress, 'read', step),
      });
    }),
  );
}

function statsTable(
  stats: readonly (ReturnType<typeof matrixStats> & Pick<CorpusMatrix, 'id' | 'kind' | 'direction'>)[],
): string {
  const columns = [
    { heading: 'matrix', align: 'left' as const },
    { heading: 'kind', align: 'left' as const },
    ...[
      'bytes',
      'rows',
      'cols',
      'zeros %',
      'sign',
      'exponent',
      'mantissa',
      'high byte',
      'low byte',
      'planes',
      'given exp.',
    ].map((heading) => ({ heading })),
  ];
  const rows = stats.map(({ id, kind, direction, bytes, rows: rowCount, cols, zerosFraction, entropy }) => [
    shortened(id, 44),
    [kind, direction].filter(Boolean).join(' '),
    count(bytes),
    count(rowCount),
    count(cols),
    (100 * zerosFraction).toFixed(2),
    ...[
      entropy.sign,
      entropy.exponent,
      entropy.mantissa,
      entropy.highByte,
      entropy.lowByte,
      entropy.planesBound,
      entropy.givenExponentBound,
    ].map((bits) => bits.toFixed(2)),
  ]);
  return tableText(columns, rows);
}

/** Keeps the start and the end, where names differ. */
function shortened(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 16)}…${text.slice(-15)}`;
}

/** The last part of the path of an address, which names the set. */
function folderNameOf(url: string): string {
  const name = basename(URL.canParse(url) ? new URL(url).pathname : '');
  if (/^[\w.-]+$/.test(name) && !/^\.+$/.test(name)) return name;
  throw new ArenaError('usage', {
    what: url,
    hint: 'the address gives no name for the folder; choose one with --out',
  });
}

function showFiles(
  progress: Progress,
  task: string,
  { filesDone, filesTotal, bytesDone, currentFile }: CorpusProgress,
): void {
  progress.update(task, filesDone, filesTotal, `${megabytes(bytesDone)} ${currentFile}`);
}
