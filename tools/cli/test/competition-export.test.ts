import { existsSync } from 'node:fs';
import { open, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { exportInputs, planExport } from '../src/competition/export-inputs.ts';
import { newCompetition, type Place } from './competition.ts';

const stateOf = (place: Place) => place.inspect((ledger) => ledger.competitionSummary('cup').round?.state);

it('a round is not closed when its inputs cannot be written as they were asked for', async () => {
  const place = await newCompetition();
  await place.arena('round', 'open', '--no-evaluate');
  const close = (...args: string[]) => place.arena('round', 'close', '--force', ...args);
  await writeFile(join(place.dir, 'taken'), '');
  expect(await close('--out', 'taken')).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(
      /taken: is no folder that can be read \(ENOTDIR\); name a folder that is new\n$/,
    ),
  });
  await rename(join(place.dir, 'pool'), join(place.dir, 'moved'));
  expect((await close('--out', 'inputs', '--copy')).code).toBe(1);

  const [one] = place.inspect((ledger) => ledger.roundInputs('cup', 1).corpus.matrices);
  await rename(join(place.dir, 'moved', one.id), join(place.dir, one.id));
  const incomplete = await close('--out', 'inputs', '--copy', '--pool', 'moved');
  expect(incomplete.code).not.toBe(0);
  expect(stateOf(place)).toBe('open');
  expect(existsSync(join(place.dir, 'inputs'))).toBe(false);

  await rename(join(place.dir, one.id), join(place.dir, 'moved', one.id));
  expect((await close('--out', 'inputs', '--copy', '--pool', 'moved')).code).toBe(0);
  expect(await readdir(join(place.dir, 'inputs'))).toHaveLength(4);
});

it('an export that fails in the midst leaves nothing', async () => {
  const place = await newCompetition();
  await place.arena('round', 'open', '--no-evaluate', '--seed', '7');
  const [inputs, config] = place.inspect(
    (ledger) => [ledger.roundInputs('cup', 1), ledger.competitionConfig('cup')] as const,
  );
  const options = { out: join(place.dir, 'inputs'), copy: true, pool: join(place.dir, 'pool') };
  const plan = await planExport(inputs, config, options);
  const last = plan.files?.at(-1);
  await rm(last?.path ?? '');
  await expect(exportInputs(inputs, plan)).rejects.toThrow(/inputs: cannot be written \(ENOENT/);
  expect((await readdir(place.dir)).filter((name) => name.startsWith('inputs'))).toEqual([]);
});

it('a tarball beyond all limits is refused before it is read', async () => {
  const place = await newCompetition();
  await place.arena('round', 'open', '--no-evaluate');
  const handle = await open(join(place.dir, 'big.tgz'), 'w');
  await handle.truncate(3e9);
  await handle.close();
  const { code, stderr } = await place.arena('submit', 'big.tgz', '--yes', '--queue');
  expect(code).toBe(3);
  expect(stderr).toMatch(/^arena: .*big\.tgz/);
});
