import { writeSync } from 'node:fs';
import { openLedger } from '../../dist/index.js';

/**
 * Works on a ledger like a user's process. Each change is reported on standard output, one line each, after it was made.
 *
 *     note   PATH NAME          creates the competition NAME
 *     submit PATH AUTHOR COUNT  submits so many solutions to `cup`
 *     serve  PATH WORKER        claims, evaluates and scores until nothing is queued, forever submitting more
 */
const [command, path, name, count] = process.argv.slice(2);
const commands = { note, submit, serve };
commands[command](openLedger(path));

function say(line) {
  writeSync(1, `${line}\n`);
}

function note(ledger) {
  ledger.createCompetition({
    id: name,
    name,
    pool: { name: 'samples' },
    baseline: { name: 'reference', version: '1.0.0' },
  });
  say(name);
  ledger.close();
}

function submit(ledger) {
  for (let index = 0; index < Number(count); index++) say(submitOne(ledger, `s${index}`).id);
  ledger.close();
}

function submitOne(ledger, solution) {
  const tarball = Buffer.from(`${name} ${process.pid} ${solution}`);
  return ledger.submit({ competition: 'cup', author: name, solution, version: '1.0.0', tarball });
}

/** Reports `queued ID`, `evaluating ID`, `logged ID LINE` and `scored ID`. */
function serve(ledger) {
  const { rules, corpus } = ledger.roundInputs('cup', 1);
  for (let index = 0; ; index++) {
    say(`queued ${submitOne(ledger, `s${index}`).id}`);
    const claim = ledger.claimNext('cup', `${name}-${process.pid}`, 3_600_000);
    ledger.startEvaluation(claim, 100);
    say(`evaluating ${claim.submission}`);
    const line = ledger.appendLog(claim, [
      { level: 'info', text: 'first' },
      { level: 'info', text: 'second' },
    ]);
    say(`logged ${claim.submission} ${line}`);
    const score = 0.5 + (index % 100) / 1000;
    const file = { name: 'result.json', type: 'result', bytes: Buffer.from('x'.repeat(20_000)) };
    ledger.recordScore(claim, measurement(rules, corpus, score), [file]);
    say(`scored ${claim.submission}`);
  }
}

function measurement(rules, corpus, score) {
  return {
    rules,
    corpusSha256: corpus.sha256,
    score,
    low: score,
    high: score,
    ratio: 2,
    bitsPerValue: 8,
    compressThroughput: 1e6,
    decompressThroughput: 1e6,
    coldMs: 1,
    codeBytes: 100,
    evaluationMs: 1,
    trials: corpus.matrices.map(({ id }) => ({
      matrix: id,
      outcome: 'ok',
      compressedBytes: 500,
      compressMs: 1,
      decompressMs: 1,
      score,
    })),
  };
}
