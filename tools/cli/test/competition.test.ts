import { readFileSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseCompetitionConfig } from '@matrix-arena/ledger';
import { describe, expect, it } from 'vitest';
import { newPlace } from './competition.ts';

const example = fileURLToPath(new URL('../examples/competition.json', import.meta.url));

describe('arena init', () => {
  it('keeps the settings in the folder of the user, and shows them', async () => {
    const place = await newPlace();
    const before = await place.arena('init');
    expect([before.code, before.stderr]).toEqual([0, 'arena init --author ID says who you are\n']);
    expect((await place.arena('init', '--author', 'ada')).code).toBe(0);
    const { settings, path } = await place.json('init', '--competition', 'cup');
    expect(settings).toMatchObject({ author: 'ada', competition: 'cup' });
    expect(path).toBe(join(place.dir, 'config', 'matrix-arena', 'settings.json'));
    expect(await readdir(place.dir)).toEqual(['config']);
  });

  it('refuses an author that no ledger takes, and settings that are damaged', async () => {
    const place = await newPlace();
    expect(await place.arena('init', '--author', 'a b')).toMatchObject({
      code: 2,
      stderr:
        'arena: author: expected 1 to 64 letters, digits, points, hyphens and underscores, got "a b"; choose another id\n',
    });
    const path = join(place.dir, 'config', 'matrix-arena', 'settings.json');
    await mkdir(join(path, '..'), { recursive: true });
    await writeFile(path, '{"author": 1}');
    const { code, stderr } = await place.arena('init');
    expect([code, stderr]).toEqual([
      1,
      `arena: ${path}: expected JSON with the texts author, competition, ledger, got something else; correct it, or take it away and run arena init again\n`,
    ]);
  });
});

describe('arena competitions', () => {
  it('makes one from the example that is shipped', async () => {
    const config = parseCompetitionConfig(JSON.parse(readFileSync(example, 'utf8')), example);
    const place = await newPlace();
    const created = await place.json('competitions', 'create', example, '--ledger', 'here.sqlite');
    expect(created).toEqual(config);
    const { code, stdout } = await place.arena('competitions', '--ledger', 'here.sqlite');
    expect([code, stdout.split('\n')[0]]).toEqual([
      0,
      'ID                  name                state    round  round state  top score  submissions',
    ]);
    expect(stdout).toMatch(/\nmatrix-compression {2}Matrix compression {2}pending +– {2}– +– +0\n$/);
  });

  it('says what to do without a ledger, and never makes one by looking', async () => {
    const place = await newPlace();
    const { code, stderr } = await place.arena('competitions', '--ledger', 'none.sqlite');
    expect([code, stderr]).toEqual([
      1,
      `arena: ${join(place.dir, 'none.sqlite')}: there is no ledger; name another with --ledger, or run arena competitions create\n`,
    ]);
    expect(await readdir(place.dir)).toEqual([]);
  });

  it.each([
    [
      'a config that is not there',
      'nowhere.json',
      undefined,
      /nowhere\.json: there is no such config; name the file\n$/,
    ],
    ['no JSON', 'bad.json', '{', /bad\.json: is no JSON \(.*\); correct it\n$/],
    [
      'an unknown field',
      'bad.json',
      '{"id": "x", "nmae": "y"}',
      /bad\.json( field \w+)?: .*; correct the config\n$/,
    ],
  ])('refuses %s', async (_, name, text, message) => {
    const place = await newPlace();
    if (text !== undefined) await writeFile(join(place.dir, name), text);
    const { code, stdout, stderr } = await place.arena(
      'competitions',
      'create',
      name,
      '--ledger',
      'x.sqlite',
    );
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(message);
  });
});

describe('arena docs', () => {
  it('explains topics that have a page, and lists them', async () => {
    const place = await newPlace();
    const topics = (await place.json('docs')) as unknown as { name: string; page: string; text: string }[];
    expect(topics.map(({ name }) => name)).toEqual(['scoring', 'frame', 'submit', 'faq']);
    for (const { page } of topics)
      expect(readFileSync(fileURLToPath(new URL(`../../../${page}`, import.meta.url)), 'utf8')).toMatch(/^#/);
    const { code, stdout, stderr } = await place.arena('docs', 'scoring');
    expect([code, stdout, stderr]).toEqual([0, topics[0].text, 'more: docs/rules.md of the checkout\n']);
    expect(await place.arena('docs', 'money')).toMatchObject({ code: 2, stdout: '' });
  });
});

it('arena version tells what results depend on', async () => {
  const place = await newPlace();
  expect(await place.json('version')).toEqual({
    arena: expect.stringMatching(/^\d+\.\d+\.\d+$/),
    resultSchema: expect.any(Number),
    ledger: expect.any(Number),
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    corpusSha256: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
});
