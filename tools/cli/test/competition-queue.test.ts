import { mkdir, readdir, rename } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { evaluation, makePackage, makePool, newCompetition, type Place } from './competition.ts';

const evaluate = ['evaluate', ...evaluation];

/** A round with submissions of fixtures in the queue, one of each author. */
async function queueOf(codes: readonly string[], callMs = 3000): Promise<Place> {
  const place = await newCompetition({ limits: { callMs } });
  await place.arena('round', 'open', '--no-evaluate');
  for (const [index, code] of codes.entries()) {
    const name = `solution-${index}`;
    await makePackage(place.dir, name, code);
    await place.arena('submit', name, '--yes', '--queue', '--author', `author-${index}`);
  }
  return place;
}

const detail = (place: Place, id: number) => place.inspect((ledger) => ledger.submissionDetail(id));

describe('an evaluator', () => {
  it('that is killed loses its submission to another one, after the lease', async () => {
    const place = await queueOf(['hangs']);
    const killed = place.start([...evaluate, '--lease-s', '3', '--baseline', './store']);
    await killed.seen('screen: solution-0');
    killed.kill('SIGKILL');
    expect((await killed.ended).code).toBe(null);
    expect(detail(place, 1)).toMatchObject({ state: 'evaluating', attempts: 1 });
    const early = await place.arena(...evaluate);
    expect([early.code, early.stdout]).toEqual([0, 'nothing is queued\n']);
    expect(early.stderr).toMatch(
      /^1 submission is with another evaluator; --watch takes over if that is gone\n$/,
    );

    const next = place.start([...evaluate, '--watch']);
    await next.seen('submission 1 (author-0, solution-0 1.0.0): ');
    next.kill('SIGINT');
    const { code, stderr } = await next.ended;
    expect([code, stderr.split('\n').at(-2)]).toEqual([130, 'arena: evaluation: stopped']);
    expect(detail(place, 1)).toMatchObject({ state: 'failed', attempts: 2, failure: { kind: 'timeout' } });
  }, 180_000);

  it('that is killed leaves a folder, which the next one removes', async () => {
    const place = await queueOf(['hangs'], 600_000);
    const env = { TMPDIR: join(place.dir, 'tmp') };
    await mkdir(env.TMPDIR);
    const folders = async () =>
      (await readdir(env.TMPDIR)).filter((name) => name.startsWith('arena-evaluation-'));
    const killed = place.start(evaluate, env);
    await killed.seen('screen: solution-0');
    killed.kill('SIGKILL');
    await killed.ended;
    expect(await folders()).toEqual([expect.stringMatching(/^arena-evaluation-.+-\d+-\w{6}$/)]);
    // Of a process that runs: this one.
    const running = `arena-evaluation-${hostname()}-${process.pid}-abcdef`;
    await mkdir(join(env.TMPDIR, running));
    expect((await place.start(evaluate, env).ended).stdout).toBe('nothing is queued\n');
    expect(await folders()).toEqual([running]);
  }, 120_000);

  it('gives back what it was at on Ctrl-C', async () => {
    const place = await queueOf(['hangs'], 600_000);
    const stopped = place.start(evaluate);
    await stopped.seen('screen: solution-0');
    stopped.kill('SIGINT');
    const { code, stdout, stderr } = await stopped.ended;
    expect([code, stdout, stderr.split('\n').at(-2)]).toEqual([
      130,
      '',
      'arena: submission 1: stopped; it is queued again, and arena evaluate goes on with it',
    ]);
    expect(detail(place, 1)).toMatchObject({ state: 'queued', attempts: 0, worker: null, progress: null });
  }, 120_000);

  it('shares the queue with others: every submission is evaluated once', async () => {
    const place = await queueOf(['store', 'store', 'store', 'store']);
    const workers = [place.start(evaluate), place.start(evaluate)];
    const ends = await Promise.all(workers.map(({ ended }) => ended));
    expect(ends.map(({ code }) => code)).toEqual([0, 0]);
    const printed = ends.flatMap(({ stdout }) =>
      [...stdout.matchAll(/^submission (\d+) /gm)].map(([, id]) => id),
    );
    expect(printed.sort()).toEqual(['1', '2', '3', '4']);
    for (const id of [1, 2, 3, 4]) expect(detail(place, id)).toMatchObject({ state: 'scored', attempts: 1 });
  }, 240_000);

  it('drops what went stale when the round was closed under it', async () => {
    const place = await queueOf(['hangs'], 600_000);
    const worker = place.start([...evaluate, '--lease-s', '4']);
    await worker.seen('screen: solution-0');
    expect((await place.arena('round', 'close', '--force')).code).toBe(0);
    const { code, stdout } = await worker.ended;
    expect([code, stdout]).toEqual([0, 'nothing is queued\n']);
    expect(detail(place, 1).state).toBe('stale');
  }, 120_000);

  it('measures on the inputs of the round or not at all', async () => {
    const place = await queueOf(['store']);
    const pool = join(place.dir, 'pool');
    await rename(pool, join(place.dir, 'moved'));
    await makePool(pool);
    await rename(join(pool, 'a.bf16'), join(pool, 'x.bf16'));
    for (const [from, to] of [
      ['b', 'a'],
      ['c', 'b'],
      ['d', 'c'],
      ['x', 'd'],
    ])
      await rename(join(pool, `${from}.bf16`), join(pool, `${to}.bf16`));
    const { code, stderr } = await place.arena(...evaluate);
    expect(code).toBe(4);
    expect(stderr).toMatch(
      /\narena: matrices of round 1 in .*pool: expected sha256 \w{64}, got \w{64} of 2 in place of 2; put the pool back as it was when the round was opened, or name its place with --pool\n$/,
    );
    expect(detail(place, 1)).toMatchObject({ state: 'queued', attempts: 0 });
    expect((await place.arena(...evaluate, '--pool', 'moved')).stdout).toMatch(/^submission 1 .*: scored /);
  }, 120_000);

  it('gives back what it has no room for on its disk', async () => {
    const place = await queueOf(['store']);
    place.inspect((ledger) => {
      const { rules, corpus } = ledger.roundInputs('cup', 1);
      const figures = { rules, corpusSha256: corpus.sha256, score: 0.1, low: 0.1, high: 0.1 };
      ledger.recordBaseline('cup', figures);
    });
    const { code, stderr } = await place.start(evaluate, { TMPDIR: join(place.dir, 'nowhere') }).ended;
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /\narena: .*nowhere: no folder can be made there \(ENOENT: .*\); make room, or name another place with TMPDIR\n$/,
    );
    expect(detail(place, 1)).toMatchObject({ state: 'queued', attempts: 0 });
  }, 60_000);

  it('does not run submissions without a sandbox unless it is told to', async () => {
    const place = await queueOf(['store']);
    const { code, stderr } = await place.start(
      evaluate.filter((word) => word !== '--unsafe'),
      { PATH: place.dir },
    ).ended;
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(/^arena: sandbox: bwrap, .*: run apt-get install .*, or pass --unsafe /),
    ]);
    const unsafe = await place.arena('evaluate', '--unsafe', '--quick');
    expect(unsafe.stderr).toMatch(/^warning: submissions run without a sandbox: /);
    expect(unsafe.stdout).toMatch(/^submission 1 .*: scored /);
  }, 120_000);
});

it('a baseline that is not at hand keeps nobody from being scored, and is measured later', async () => {
  const place = await queueOf(['two-values']);
  const without = await place.arena(...evaluate);
  expect(without.stderr).toMatch(
    /^warning: no baseline: .*; pass it with --baseline, nobody takes the top until it /,
  );
  expect(without.stdout).toMatch(
    /: no score to beat: the baseline is not measured on the inputs of this round yet\n$/,
  );
  await makePackage(place.dir, 'store', 'store', { version: '2.0.0' });
  expect((await place.arena('round', 'open', '--baseline', './store', ...evaluation)).stderr).toMatch(
    /expected store 1\.0\.0, as the config says, got store 2\.0\.0; name it with --baseline\n$/,
  );
  await makePackage(place.dir, 'store', 'store');
  const { holder } = await place.json('round', 'open', '--baseline', './store', ...evaluation);
  expect(holder).toMatchObject({ submission: 1, author: 'author-0' });
}, 180_000);
