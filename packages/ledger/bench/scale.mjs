import { mkdtemp, rm, stat } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { openLedger } from '../dist/index.js';
import { generate } from './generate.mjs';

const runs = 20;
const limitMs = 200;

const { values } = parseArgs({
  options: {
    authors: { type: 'string', default: '1000' },
    submissions: { type: 'string', default: '50000' },
    rounds: { type: 'string', default: '40' },
    matrices: { type: 'string', default: '43' },
    /** Folder to put the ledger in; it stays there, and is taken as it is the next time. */
    keep: { type: 'string' },
  },
});
const size = {
  authors: Number(values.authors),
  submissions: Number(values.submissions),
  rounds: Number(values.rounds),
  matrices: Number(values.matrices),
};

let isStopped = false;
process.once('SIGINT', () => {
  isStopped = true;
});

const folder = values.keep ?? (await mkdtemp(join(tmpdir(), 'ledger-scale-')));

try {
  process.exitCode = await bench(join(folder, 'ledger.sqlite'));
} finally {
  if (values.keep === undefined) await rm(folder, { recursive: true, force: true });
}

async function bench(path) {
  const clock = { now: Date.parse('2026-01-01T00:00:00Z') };
  const ledger = openLedger(path, { now: () => new Date(clock.now) });
  if (ledger.listCompetitions().total === 0 && !(await fill(ledger, clock))) {
    ledger.close();
    for (const suffix of ['', '-wal', '-shm']) await rm(path + suffix, { force: true });
    return 130;
  }
  clock.now = Date.parse(ledger.listEvents({ competition: 'scale', pageSize: 1 }).items[0].at);
  const isFast = report(queries(ledger));
  ledger.close();
  print(`file: ${((await stat(path)).size / 1e6).toFixed(0)} MB`);
  return isFast ? 0 : 1;
}

/** @returns whether it was not stopped by the user */
async function fill(ledger, clock) {
  const start = performance.now();
  const seconds = () => ((performance.now() - start) / 1e3).toFixed(0);
  const { submissions, matrices } = size;
  for (const made of generate(ledger, clock, size)) {
    process.stderr.write(`\r${made} of ${submissions} submissions, ${seconds()} s`);
    await nextTurn();
    if (isStopped) break;
  }
  process.stderr.write('\n');
  if (isStopped) return false;
  print(`made ${submissions} submissions with ${submissions * matrices} trials in ${seconds()} s`);
  return true;
}

function queries(ledger) {
  const list = (filter) => () => ledger.listSubmissions({ competition: 'scale', pageSize: 50, ...filter });
  const { total } = ledger.listSubmissions({ competition: 'scale' });
  const last = Math.max(1, Math.floor(total / 50) - 1);
  const top = ledger.ranks('scale', undefined, { pageSize: 20 }).items.map(({ submission }) => submission);
  return {
    'list, newest': list({}),
    'list, newest, last page': list({ page: last }),
    'list, best': list({ sort: 'score' }),
    'list, best, last page': list({ sort: 'score', page: last }),
    'list, one round, best': list({ round: 1, sort: 'score' }),
    'list, one author': list({ author: 'author-7', sort: 'score' }),
    'list, failed, last page': list({ state: 'failed', page: 20 }),
    'list, scored, best, deep': list({ state: 'scored', sort: 'score', page: Math.floor(last * 0.9) }),
    'list, top only': list({ topOnly: true, sort: 'score' }),
    'list, search 77': list({ search: '77' }),
    'list, search author, deep': list({ search: 'author', page: last }),
    'list, search nothing': list({ search: 'nobody' }),
    'list, 1000 a page': list({ pageSize: 1000, sort: 'score' }),
    ranks: () => ledger.ranks('scale', undefined, { pageSize: 50 }),
    'ranks, 1000 a page': () => ledger.ranks('scale', 1, { pageSize: 1000 }),
    competitionSummary: () => ledger.competitionSummary('scale'),
    listCompetitions: () => ledger.listCompetitions({ includeCompleted: true }),
    listRounds: () => ledger.listRounds('scale', { pageSize: 50 }),
    topScoreHistory: () => ledger.topScoreHistory('scale'),
    dailyCounts: () => ledger.dailyCounts('scale'),
    'matrixScores of 20': () => ledger.matrixScores(top),
    submissionDetail: () => ledger.submissionDetail(Math.ceil(total / 2)),
    listEvents: () => ledger.listEvents({ competition: 'scale', pageSize: 50, page: 1000 }),
    reportData: () => ledger.reportData('scale'),
    'reportData, first round': () => ledger.reportData('scale', { round: 1 }),
  };
}

/** @returns whether every query stayed below the limit */
function report(table) {
  const width = Math.max(...Object.keys(table).map(({ length }) => length));
  print(`${cpus()[0].model} · ${cpus().length} cores · Node ${process.version} · ${runs} times each`);
  print(`${'query'.padEnd(width)}  ${'p50 ms'.padStart(7)}  ${'max ms'.padStart(7)}`);
  const slow = Object.entries(table).filter(([name, query]) => {
    const times = timesOf(query);
    const [p50, max] = [times[Math.floor(times.length / 2)], times[times.length - 1]];
    print(`${name.padEnd(width)}  ${p50.toFixed(1).padStart(7)}  ${max.toFixed(1).padStart(7)}`);
    return max >= limitMs;
  });
  for (const [name] of slow) print(`${name}: expected less than ${limitMs} ms; look at its indexes`);
  return slow.length === 0;
}

function timesOf(query) {
  return Array.from({ length: runs }, () => {
    const start = performance.now();
    query();
    return performance.now() - start;
  }).sort((a, b) => a - b);
}

function print(line) {
  process.stdout.write(`${line}\n`);
}
