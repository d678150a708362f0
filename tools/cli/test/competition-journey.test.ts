import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { evaluation, makePackage, makeTarball, newCompetition } from './competition.ts';

const time = '\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d UTC';

describe('an organiser', () => {
  it('opens a round, takes two submissions, closes it, and has the holder measured again', async () => {
    const place = await newCompetition();
    const opened = await place.arena('round', 'open', '--baseline', './store', ...evaluation);
    expect(opened.code).toBe(0);
    expect(opened.stdout).toMatch(/\n {2}baseline score {2}0\.0000 ± 0\.0000\n/);
    expect(opened.stdout).toMatch(/\n {2}score to beat {2}0\.0000 \(1\.01 x store, 0\.0000\)\n$/);

    const good = await makeTarball(place.dir, 'good', 'two-values');
    const first = await place.arena('submit', good, '--yes', ...evaluation);
    expect([first.code, first.stdout]).toEqual([
      0,
      expect.stringMatching(
        /^submission 1 \(ada, good 1\.0\.0\): scored 0\.9\d{3} ± <?0\.\d{4}, rank 1 of 1 in round 1: the new top\n$/,
      ),
    ]);
    const plain = await makeTarball(place.dir, 'plain', 'store');
    const second = await place.arena('submit', plain, '--yes', '--author', 'bob', ...evaluation);
    expect([second.code, second.stdout]).toEqual([
      0,
      'submission 2 (bob, plain 1.0.0): scored 0.0000 ± 0.0000, rank 2 of 2 in round 1: not above the baseline: listed, not eligible\n',
    ]);

    const list = await place.arena('list', '-s', 'score');
    expect(list.stdout).toMatch(
      new RegExp(
        '^cup: 2 submissions · the best first · page 1 of 1\\n\\nID .*\\n' +
          ` 1 +1 {2}ada +good 1\\.0\\.0 +0\\.9\\d{3} ± <?0\\.\\d{4} {2}current +1 .* scored +${time}\\n` +
          ` 2 +1 {2}bob +plain 1\\.0\\.0 +0\\.0000 ± 0\\.0000 {2}– +1 .* scored +${time}\\n$`,
      ),
    );
    expect((await place.arena('list', '--mine', '--top')).stdout).toMatch(
      /^cup: 1 submission · of ada · that hold or held the top · /,
    );
    const result = await place.arena('result', '1');
    expect(result.stdout).toMatch(/\nScores\n {2}score +0\.9\d{3} ± .*\n {2}rank in the round +1\n/);
    expect(result.stdout).toMatch(/\nEvaluation\n {2}rules +lossless-v1\n/);
    const files = (await place.json('result', '1', '-f', 'list')).files as { name: string }[];
    expect(files.map(({ name }) => name)).toEqual([
      'manifest.json',
      'metadata.json',
      'result.json',
      'good-1.0.0.tgz',
      'log',
    ]);
    const log = await place.arena('result', '1', '-f', 'log', '--tail', '1');
    expect(log.stdout).toMatch(/^\d{4}-.*Z success scored 0\.9\d{3} ± <?0\.\d{4}\n$/);
    await place.arena('result', '1', '-f', 'good-1.0.0.tgz', '--out', 'back.tgz');
    expect(await readFile(join(place.dir, 'back.tgz'))).toEqual(await readFile(good));
    expect((await place.arena('result', '1', '-f', 'good-1.0.0.tgz', '--out', 'back.tgz')).stderr).toMatch(
      /^arena: .*back\.tgz: is there already; choose another --out, or pass --force\n$/,
    );
    expect(await place.arena('result', '1', '-f', 'good-1.0.0.tgz')).toMatchObject({ code: 2, stdout: '' });
    expect((await place.arena('result', '1', '-f', 'nope')).stderr).toBe(
      'arena: file of submission 1: expected one of manifest.json, metadata.json, result.json, good-1.0.0.tgz, log, got nope; choose one of them\n',
    );

    const closed = await place.arena('round', 'close', '--out', 'inputs', '--copy');
    expect(closed.stdout).toMatch(
      /\n1 {2}ada +good 1\.0\.0 .* top\n2 {2}bob +plain 1\.0\.0 .* not eligible: /,
    );
    expect((await place.arena('rank', '-c', 'cup')).stdout).toBe(
      closed.stdout.split('\n').slice(3).join('\n'),
    );
    const benched = await place.arena('bench', './good', '--set', 'inputs', '--quick', '--json', 'run.json');
    expect(benched.code).toBe(0);
    const { corpus } = JSON.parse(await readFile(join(place.dir, 'run.json'), 'utf8'));
    const { inputs } = await place.json('round', 'show', '--inputs');
    expect(corpus.matrices.map(({ sha256 }: { sha256: string }) => sha256)).toEqual(
      (inputs as { sha256: string }[]).map(({ sha256 }) => sha256),
    );
    expect(corpus.sha256).toBe((await place.json('round', 'show')).corpusSha256);

    const next = await place.json('round', 'open', '--no-evaluate');
    expect(next.target).toEqual({ scoreToBeat: null, noScoreToBeat: 'holder-not-re-run' });
    const evaluated = await place.arena('evaluate', '--baseline', './store', ...evaluation);
    expect(evaluated.stdout).toMatch(
      /^submission 3 \(ada, good 1\.0\.0\): scored 0\.9\d{3} ± .*, rank 1 of 1 in round 2: the holder keeps the top\n$/,
    );
    const { holder, target } = await place.json('competitions', '-c', 'cup');
    expect(holder).toMatchObject({ author: 'ada', submission: 3, round: 2, daysUnbeaten: 0 });
    expect(target).toMatchObject({ scoreToBeat: { setBy: 'good', submission: 3 } });
    expect((await place.arena('list')).stdout).toMatch(/\n 3 +2 {2}ada .* current +1 \(auto\) /);

    const report = await place.arena('report', '-c', 'cup', '-r', '1', '--out', 'cup.html');
    expect(report.stdout).toMatch(/cup\.html: \d+ kB\n$/);
    expect(await readFile(join(place.dir, 'cup.html'), 'utf8')).toContain('"author":"bob"');
  }, 240_000);
});

describe('a participant is told', () => {
  it('why a submission was rejected or failed, with an exit code for each sort', async () => {
    const place = await newCompetition({ limits: { callMs: 1500 } });
    await place.arena('round', 'open', '--no-evaluate');
    await makePackage(place.dir, 'large', 'store', { padding: 30_000 });
    for (const [name, code] of [
      ['wrong', 'wrong-bytes'],
      ['hangs', 'hangs'],
    ])
      await makePackage(place.dir, name, code);
    const submit = (name: string) => place.arena('submit', name, '--yes', ...evaluation);

    const large = await submit('large');
    expect([large.code, large.stdout]).toEqual([
      3,
      expect.stringMatching(/rejected: code-size: code size: expected at most 20000 bytes, got 3\d{4}\n$/),
    ]);
    expect(large.stderr).toMatch(
      /\narena: submission 1: expected a score, got rejected \(code-size\); make its code smaller; .*\n$/,
    );
    const wrong = await submit('wrong');
    expect([wrong.code, wrong.stdout]).toEqual([
      4,
      expect.stringMatching(
        /failed: mismatch: value 1: expected 0x\w{4}, got 0x\w{4} \(compare, first of 2 failed matrices\)\n$/,
      ),
    ]);
    const hangs = await submit('hangs');
    expect([hangs.code, hangs.stdout]).toEqual([
      3,
      expect.stringMatching(/failed: timeout: compress took longer than 1500 ms \(compress, first of 2 /),
    ]);
    const again = await submit('hangs');
    expect([again.code, again.stdout]).toEqual([0, hangs.stdout]);
    expect((await place.arena('result', '2')).stdout).toMatch(
      /\nFailure\n {2}kind +mismatch\n(?: {2}.*\n)* {2}what to do +restore every bit, NaN and -0 too; .*\n/,
    );
    const list = await place.arena('list');
    for (const state of ['rejected (code-size)', 'failed (mismatch)', 'failed (timeout)'])
      expect(list.stdout).toContain(state);
  }, 240_000);

  it('which matrices failed when others came back', async () => {
    const place = await newCompetition({ pool: { folder: 'pool', sampleCount: 4 } });
    await place.arena('round', 'open', '--no-evaluate');
    await makePackage(place.dir, 'half', 'half-wrong');
    const { code, stdout } = await place.arena('submit', 'half', '--yes', ...evaluation);
    expect([code, stdout]).toEqual([0, expect.stringContaining(', 2 matrices failed: no score to beat: ')]);
    const { state, failedMatrices, metadata } = await place.json('result', '1');
    expect([state, failedMatrices]).toEqual(['scored', 2]);
    expect((metadata as { failures: object[] }).failures).toMatchObject([
      { matrix: 'b.bf16', kind: 'mismatch' },
      { matrix: 'd.bf16', kind: 'mismatch' },
    ]);
  }, 120_000);

  it('until when code, logs and results are kept back', async () => {
    const place = await newCompetition({ revealAfterHours: 24, revealLogs: 'after-round' });
    await place.arena('round', 'open', '--no-evaluate');
    await place.arena('submit', 'store', '--yes', ...evaluation);
    const as = (author: string, ...rest: string[]) => place.arena('result', '1', ...rest, '--author', author);
    const code = ['-f', 'store-1.0.0.tgz', '--out', 'x.tgz'];
    expect(await as('bob', ...code)).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(
        /^arena: store-1\.0\.0\.tgz of submission 1: is kept back until \d{4}-.*Z; look again then\n$/,
      ),
    });
    expect((await as('ada', ...code)).code).toBe(0);
    expect((await as('ada', '-f', 'log')).stderr).toMatch(/is kept back until the round is completed; /);
    expect((await as('ada', '-f', 'log', '--organiser')).code).toBe(0);
    expect((await as('ada')).stdout).toMatch(
      /\n {2}logs and results {2}kept back until the round is completed\n$/,
    );
  }, 120_000);
});

it('--json has the same keys whenever it is asked', async () => {
  const place = await newCompetition();
  const keys = async (...args: string[]) => [
    args.slice(0, 2).join(' '),
    Object.keys(await place.json(...args)).sort(),
  ];
  await makePackage(place.dir, 'good', 'two-values');
  const seen = [
    await keys('round', 'open', '--baseline', './store', ...evaluation),
    await keys('submit', 'good', '--yes', '--queue'),
    await keys('evaluate', ...evaluation),
    await keys('init'),
    await keys('competitions'),
    await keys('competitions', '-c', 'cup'),
    await keys('list'),
    await keys('result', '1'),
    await keys('result', '1', '-f', 'list'),
    await keys('result', '1', '-f', 'log'),
    await keys('result', '1', '-f', 'manifest.json', '--out', 'manifest.json'),
    await keys('rank', '-c', 'cup'),
    await keys('report', '-c', 'cup'),
    await keys('round', 'show'),
    await keys('round', 'close'),
    await keys('competitions', 'close'),
    await keys('docs', 'faq'),
  ];
  expect(
    seen.map(([command, names]) => `${command}: ${(names as string[]).join(' ')}`),
  ).toMatchInlineSnapshot(`
    [
      "round open: config createdAt description endedAt holder id name notes round startedAt state submissionCounts submissionTotal target top",
      "submit good: isNew replaced submission target",
      "evaluate --quick: competition evaluated",
      "init: path settings",
      "competitions: hasMore items page pageSize total",
      "competitions -c: config createdAt description endedAt holder id name notes round startedAt state submissionCounts submissionTotal target top",
      "list: hasMore items page pageSize total upTo",
      "result 1: ageMs attempts author auto bitsPerValue code codeBytes coldMs competition compressThroughput decompressThroughput evaluatedAt evaluationMs failedMatrices failure files id isAboveBaseline key leaseUntil logLines logs metadata progress rank ratio revision round roundState score scoreHigh scoreLow solution state submittedAt tarballBytes tarballSha256 topStatus version worker",
      "result 1: files submission",
      "result 1: name submission text",
      "result 1: bytes name path",
      "rank -c: competition ranks round",
      "report -c: competition formatVersion sections",
      "round show: awaited baseline beatFactor closedAt closesAt competition corpusName corpusSha256 defender inputs matrixCount number openedAt opensAt progress rules seed state submissions timeLeftMs topScore topSubmission undecided unfinished written",
      "round close: competition ranks round stale written",
      "competitions close: competition state",
      "docs faq: name page text",
    ]
  `);
}, 240_000);
