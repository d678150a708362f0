import { createHash } from 'node:crypto';

const sha256 = (text) => createHash('sha256').update(text).digest('hex');

/** Numbers that follow from a seed, so that every run makes the same ledger (Lehmer 1951). */
function seeded(seed) {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

/**
 * Makes a competition of the given size by the commands that authors and evaluators use, and says after each part how
 * many submissions there are.
 */
export function* generate(ledger, clock, size) {
  const random = seeded(20_260_101);
  const { authors, submissions, rounds, matrices } = size;
  ledger.createCompetition({
    id: 'scale',
    name: 'Scale',
    pool: { name: 'samples', sampleCount: matrices },
    baseline: { name: 'reference', version: '1.0.0' },
  });
  const perRound = submissions / rounds;
  for (let round = 1, made = 0; round <= rounds; round++) {
    const corpusSha256 = sha256(`corpus ${round}`);
    const ids = Array.from({ length: matrices }, (_, index) => `layer-${index}-round-${round}.bf16`);
    ledger.transaction(() => {
      const shape = { rows: 64, cols: 512, originalBytes: 65_536, kind: 'residual', direction: 'forward' };
      const corpus = {
        name: 'samples',
        sha256: corpusSha256,
        poolCount: 1000,
        matrices: ids.map((id) => ({ id, ...shape, sha256: sha256(id) })),
      };
      ledger.openRound({ competition: 'scale', seed: round, corpus });
      const baseline = { rules: 'lossless-v1', corpusSha256, score: 0.3, low: 0.299, high: 0.301 };
      ledger.recordBaseline('scale', baseline);
    });
    for (let chunk = 0; chunk < perRound; chunk += 125) {
      ledger.transaction(() => {
        for (let index = chunk; index < Math.min(chunk + 125, perRound); index++, made++) {
          clock.now += 60_000 * (1 + Math.floor(random() * 3));
          const author = `author-${Math.floor(random() ** 2 * authors)}`;
          const tarball = Buffer.from(`tarball ${made} `.repeat(20));
          const version = `1.0.${made}`;
          ledger.submit({ competition: 'scale', author, solution: `codec-${made}`, version, tarball });
          const claim = ledger.claimNext('scale', 'evaluator', 60_000);
          const fate = random();
          if (fate < 0.03) ledger.reject(claim, { kind: 'code-size', message: 'too large' });
          else {
            ledger.startEvaluation(claim, 15_000);
            if (fate < 0.06) ledger.fail(claim, { kind: 'timeout', message: 'took too long' });
            else ledger.recordScore(claim, measurement(random, ids, corpusSha256, round));
          }
        }
        // The holder's re-entry of this round was claimed first; the last one is still queued.
        for (let claim = claimed(ledger); claim !== null; claim = claimed(ledger)) {
          ledger.startEvaluation(claim, 15_000);
          ledger.recordScore(claim, measurement(random, ids, corpusSha256, round));
        }
      });
      yield made;
    }
    if (round < rounds) ledger.closeRound('scale');
  }
}

function claimed(ledger) {
  return ledger.claimNext('scale', 'evaluator', 60_000);
}

function measurement(random, ids, corpusSha256, round) {
  const level = 0.25 + 0.25 * random() + 0.002 * round;
  const trials = ids.map((matrix) => ({
    matrix,
    outcome: 'ok',
    compressedBytes: Math.round(65_536 * (1 - level)),
    compressMs: 1 + random(),
    decompressMs: 1 + random(),
    score: level + 0.01 * random(),
  }));
  const score = trials.reduce((sum, trial) => sum + trial.score, 0) / trials.length;
  return {
    rules: 'lossless-v1',
    corpusSha256,
    score,
    low: score - 0.001,
    high: score + 0.001,
    ratio: 1 / (1 - level),
    bitsPerValue: 16 * (1 - level),
    compressThroughput: 5e7 * (1 + random()),
    decompressThroughput: 8e7 * (1 + random()),
    coldMs: 40,
    codeBytes: 15_000,
    evaluationMs: 60_000,
    trials,
  };
}
