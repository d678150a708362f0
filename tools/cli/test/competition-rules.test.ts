import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { defaultRunOptions, tarballLimits } from '@matrix-arena/harness';
import { parseCompetitionConfig } from '@matrix-arena/ledger';
import { describe, expect, it } from 'vitest';
import { packageLimitsOf, runOptionsOf } from '../src/competition/evaluation-options.ts';
import { makePackage, newCompetition, type Place, writeConfig } from './competition.ts';
import { measurement } from './dashboard-ledger.ts';

describe('competitions', () => {
  it('are listed until they are closed, with -a after that too', async () => {
    const place = await newCompetition();
    expect((await place.arena('competitions', 'create', 'cup.json')).stderr).toBe(
      'arena: cup: is the id of another competition; choose a new one\n',
    );
    expect((await place.arena('competitions', '-c', 'cup')).stdout).toMatch(
      /^Competition\n {2}competition +cup\n(?:.*\n)*\nCurrent round\n {2}number {2}none so far\n\nTop score\n {2}holder +nobody so far\n {2}score to beat {2}– \(no round was opened so far\)\n$/,
    );
    expect(await place.arena('competitions', 'close')).toMatchObject({
      code: 0,
      stdout: 'cup is completed\n',
    });
    expect((await place.arena('competitions')).stdout).toBe('no competitions\n');
    expect((await place.arena('competitions', '-a')).stdout).toMatch(/\ncup .* completed /);
    expect((await place.arena('round', 'open', '--no-evaluate')).stderr).toContain(
      'arena: competition cup: expected pending or open to take a round, got completed; create another competition\n',
    );
  });

  it('have to be named when there are several', async () => {
    const place = await newCompetition();
    await writeConfig(place.dir, { id: 'bowl' });
    await place.arena('competitions', 'create', 'bowl.json');
    expect(await place.arena('list')).toMatchObject({
      code: 2,
      stderr: 'arena: competition: expected one of bowl, cup, got none; name it with -c\n',
    });
    expect((await place.arena('list', '-c', 'cap')).stderr).toBe(
      'arena: competition: expected one of bowl, cup, got cap; choose one of them\n',
    );
    await place.arena('init', '-c', 'bowl');
    expect((await place.arena('list')).stdout).toBe('no submissions in bowl; arena submit makes one\n');
  });
});

describe('how a competition is measured', () => {
  it('is as in a bench unless its config says otherwise, and is told', async () => {
    const place = await newCompetition();
    const { config } = await place.json('competitions', '-c', 'cup');
    const { repeats, timeBudgetMs } = defaultRunOptions;
    expect(config).toMatchObject({ repeats, timeBudgetMs });
    expect(config).toMatchObject({ limits: { tarballBytes: tarballLimits.tarballBytes } });
    await writeConfig(place.dir, { id: 'bowl', repeats: 1, timeBudgetMs: 0 });
    const created = await place.arena('competitions', 'create', 'bowl.json');
    expect(created.stdout).toBe(
      'bowl is created, with a pool of 4 files\n' +
        'submissions are measured with 1 pass over each matrix at least, no more than these\n',
    );
    expect((await place.arena('competitions', '-c', 'cup')).stdout).toMatch(
      /\n {2}measured with +12 passes over each matrix at least, more for up to 1 min\n/,
    );
  });

  it('is what the evaluator does', () => {
    const config = parseCompetitionConfig(
      {
        ...{ id: 'cup', name: 'The cup', pool: { name: 'samples' } },
        ...{ baseline: { name: 'store', version: '1.0.0' }, repeats: 40, timeBudgetMs: 5000 },
        limits: { tarballBytes: 30e6 },
      },
      'cup.json',
    );
    const run = { isolation: 'sandbox', isQuick: false } as const;
    expect(runOptionsOf(config, run)).toMatchObject({ repeats: 40, timeBudgetMs: 5000 });
    expect(runOptionsOf(config, { ...run, isQuick: true })).toMatchObject({ repeats: 3, timeBudgetMs: 0 });
    expect(packageLimitsOf(config.limits)).toEqual({ ...tarballLimits, tarballBytes: 30e6 });
  });
});

describe('arena submit', () => {
  it('queues a package once, however often it is sent', async () => {
    const place = await newCompetition();
    expect((await place.arena('submit', 'store', '--yes', '--queue')).stderr).toBe(
      'arena: cup: expected an open round, got none so far; submit when the next round is open\n',
    );
    await place.arena('round', 'open', '--no-evaluate');
    const first = await place.arena('submit', 'store', '--yes', '--queue');
    expect([first.code, first.stdout]).toEqual([0, 'submission 1 (ada, store 1.0.0): queued\n']);
    expect(first.stderr).toMatch(
      /^Submission\n {2}solution +store 1\.0\.0: store\n {2}author +ada\n {2}package +store, \d+ bytes packed\n {2}files +dist\/codec\.js \(\d+\), manifest\.json \(\d+\), dist\/index\.js \(\d+\), package\.json \(\d+\)\n {2}code +\d+ of 20 000 bytes, 1\d \d{3} left\n {2}libraries +none\n {2}competition +cup \(The cup\)\n {2}round +1\n {2}score to beat {2}– \(the baseline is not measured/,
    );
    const again = await place.arena('submit', 'store', '--yes', '--queue');
    expect([again.code, again.stdout]).toEqual([0, first.stdout]);
    expect(again.stderr).toContain('\nthis very package is submission 1 of this round already\n');
    await makePackage(place.dir, 'store', 'store', { version: '1.0.1' });
    const newer = await place.arena('submit', 'store', '--yes', '--queue');
    expect(newer.stderr).toContain('\ntakes the place of submission 1 in the queue\n');
    const list = await place.arena('list');
    expect(list.stdout).toMatch(
      /^cup: 2 submissions · the newest first · page 1 of 1\n\nID {2}round {2}author {2}solution .*\n 2 .* queued .* UTC\n 1 .* replaced .* UTC\n$/,
    );
    expect((await place.arena('result', '1', '-f', 'list')).stdout).toMatch(
      /^type +name +bytes {2}sha256\ntarball {2}store-1\.0\.0\.tgz +\d+ {2}[0-9a-f]{64}\n$/,
    );
  });

  it('keeps to the rate of the competition', async () => {
    const place = await newCompetition({ rateLimit: { count: 1, windowHours: 24 } });
    await place.arena('round', 'open', '--no-evaluate');
    expect((await place.arena('submit', 'store', '--yes', '--queue')).code).toBe(0);
    await makePackage(place.dir, 'store', 'two-values');
    const { code, stderr } = await place.arena('submit', 'store', '--yes', '--queue');
    expect(code).toBe(3);
    expect(stderr).toMatch(
      /\narena: submissions of ada: expected at most 1 in 24 h, got 2; submit again from .*Z\n$/,
    );
    expect((await place.arena('submit', 'store', '--yes', '--queue', '--author', 'bob')).code).toBe(0);
  });

  it('refuses what is no package, before anything is sent', async () => {
    const place = await newCompetition();
    await place.arena('round', 'open', '--no-evaluate');
    await writeFile(join(place.dir, 'empty.tgz'), '');
    await writeFile(join(place.dir, 'text.tgz'), 'no tarball');
    const refusals: [args: string[], code: number, message: RegExp][] = [
      [
        ['store'],
        2,
        /^arena: submit: expected a terminal to ask on, got none; pass --yes with the path and the competition\n$/,
      ],
      [
        ['--yes'],
        2,
        /^arena: submit: expected a path, got none; name the folder of a package, or a tarball that npm pack made\n$/,
      ],
      [
        ['nowhere', '--yes'],
        1,
        /^arena: .*nowhere: is not there; name the folder of a package, or a tarball that npm pack made\n$/,
      ],
      [['empty.tgz', '--yes'], 1, /^arena: .*empty\.tgz: is empty; make it anew with npm pack\n$/],
      [['text.tgz', '--yes'], 1, /^arena: .*text\.tgz: it is not a gzip file; make it anew with npm pack\n$/],
      [
        ['pool', '--yes'],
        1,
        /^arena: .*pool: expected the package of a solution, got a folder without package\.json and manifest\.json; /,
      ],
      [
        ['store', '--yes', '-c', 'cap'],
        1,
        /^arena: competition: expected one of cup, got cap; choose one of them\n$/,
      ],
      [['store', '--yes', '--author', 'a b'], 2, /^arena: author: expected 1 to 64 letters/],
    ];
    for (const [args, code, message] of refusals) {
      const refused = await place.arena('submit', ...args, '--queue');
      expect(refused.stderr).toMatch(message);
      expect([refused.code, refused.stdout]).toEqual([code, '']);
    }
    expect((await place.arena('list')).stdout).toBe('no submissions in cup; arena submit makes one\n');
  });
});

describe('arena round', () => {
  it('keeps seed and inputs back until the round is closed', async () => {
    const place = await newCompetition();
    const opened = await place.arena('round', 'open', '--no-evaluate', '--seed', '7');
    expect(opened.stdout).toMatch(/\n {2}seed +– \(shown when the round is completed\)\n/);
    expect((await place.arena('round', 'show', '--inputs')).stderr).toBe(
      'arena: inputs of round 1: are kept back until it is completed, and it is open; look again then\n',
    );
    await place.arena('submit', 'store', '--yes', '--queue');
    expect(await place.arena('round', 'close')).toMatchObject({
      code: 1,
      stderr:
        'arena: round 1 of cup: expected every submission evaluated, got 1 that is not; run arena evaluate, or pass --force to make them stale\n',
    });
    const closed = await place.arena('round', 'close', '--force', '--out', 'inputs', '--copy');
    expect(closed.stdout).toMatch(
      /^round 1 of cup is completed; its seed was 7\n1 submission is stale\n2 matrices in .*manifest\.csv, with their files\n\ncup, round 1 \(completed\): lossless-v1 on 2 matrices, baseline –\n\nno submission is scored in this round\n$/,
    );
    const shown = await place.json('round', 'show', '--inputs');
    expect(shown).toMatchObject({ seed: 7, inputs: [{ rows: 64 }, { cols: 64 }] });
    const files = (await readdir(join(place.dir, 'inputs'))).filter((name) => name.endsWith('.bf16'));
    expect((shown.inputs as { id: string }[]).map(({ id }) => id)).toEqual(files);
    expect((await place.arena('corpus', 'verify', 'inputs')).stdout).toBe(
      '2 files: all as the manifest says\n',
    );
    expect((await place.arena('round', 'show', '--out', 'inputs')).stderr).toMatch(
      /is not empty; name a folder that is new\n$/,
    );
  });

  it('is not closed while scores wait for the baseline, or for the holder, unless that is forced', async () => {
    const place = await newCompetition();
    await place.arena('round', 'open', '--no-evaluate');
    score(place, 'bob', 0.5);
    const close = (...args: string[]) => place.arena('round', 'close', ...args);
    expect((await close()).stderr).toBe(
      'arena: round 1 of cup: expected the baseline measured, got 1 score that waits for it; run arena evaluate, or pass --force to end it without a new top\n',
    );
    expect((await place.arena('round', 'show')).stdout).toMatch(
      /\n {2}undecided +1 score: the baseline is not yet measured on these inputs\n$/,
    );
    place.inspect((ledger) => {
      const { rules, corpus } = ledger.roundInputs('cup', 1);
      const figures = { rules, corpusSha256: corpus.sha256, score: 0.1, low: 0.1, high: 0.1 };
      ledger.recordBaseline('cup', figures);
    });
    expect((await close()).code).toBe(0);

    await place.arena('round', 'open', '--no-evaluate');
    const held = place.inspect((ledger) => ledger.claimNext('cup', 'gone', 1e7));
    expect(held).toMatchObject({ auto: true, author: 'bob' });
    score(place, 'eve', 0.6);
    expect((await close()).stderr).toBe(
      'arena: round 2 of cup: expected every submission evaluated, and the holder first, got 1 that is not; run arena evaluate, or pass --force to end it without a new top\n',
    );
    const { code, stdout } = await close('--force');
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^round 2 of cup is completed; .*\n1 submission is stale\nundecided: 1 score: the holder was never measured on these inputs\n/,
    );
    expect(await place.json('round', 'show')).toMatchObject({ undecided: 1, awaited: 'holder-not-re-run' });
    expect((await place.json('competitions', '-c', 'cup')).holder).toMatchObject({ author: 'bob', round: 1 });
  }, 120_000);

  it('is opened once, and goes on where it was stopped', async () => {
    const place = await newCompetition();
    await place.arena('round', 'open', '--no-evaluate', '--seed', '7');
    expect((await place.arena('round', 'open', '--no-evaluate')).code).toBe(0);
    expect((await place.arena('round', 'open', '--no-evaluate', '--seed', '8')).stderr).toContain(
      'arena: --seed: expected none, to go on with round 1, which is open, got 8; leave it out, or close that round first\n',
    );
    expect(place.inspect((ledger) => ledger.listRounds('cup').total)).toBe(1);
  });
});

/** Submits something in the name of an author, and records a score for it. */
function score(place: Place, author: string, value: number): void {
  place.inspect((ledger) => {
    const tarball = Buffer.from(author);
    ledger.submit({ competition: 'cup', author, solution: 'codec', version: '1.0.0', tarball });
    const claim = ledger.claimNext('cup', 'worker', 1e7);
    if (claim === null) throw new Error('nothing is queued');
    ledger.startEvaluation(claim, 1);
    ledger.recordScore(claim, measurement(ledger, claim, value));
  });
}
