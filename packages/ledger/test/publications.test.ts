import { expect, it } from 'vitest';
import { type Arena, evaluate, openArena, problemOf, submit } from './arena.ts';

const publication = {
  package: '@matrix-arena/winner',
  version: '1.2.0',
  registry: 'https://registry.npmjs.org/',
  integrity: 'sha512-abc',
};

function scored(): Arena {
  const arena = openArena({}, { actor: 'ann' });
  submit(arena, 'ada');
  evaluate(arena, 0.6);
  return arena;
}

const published = ({ ledger }: Arena) =>
  ledger
    .listEvents({ competition: 'cup', pageSize: 100 })
    .items.filter(({ kind }) => kind === 'package-published');

it('a publication is kept as a file, a note and an event', () => {
  const arena = scored();
  const { ledger } = arena;
  expect(ledger.recordPublication(1, publication)).toBe(true);
  const file = ledger.readFile(1, 'published/1.2.0.json');
  expect(JSON.parse(Buffer.from(file).toString())).toEqual(publication);
  expect(ledger.competitionSummary('cup').notes).toEqual([
    { at: '2026-01-01T00:00:00.000Z', text: 'submission 1 is published as @matrix-arena/winner 1.2.0' },
  ]);
  expect(published(arena)).toMatchObject([
    { actor: 'ann', competition: 'cup', round: 1, submission: 1, detail: publication },
  ]);
});

it('the same version is kept once, another one beside it', () => {
  const arena = scored();
  arena.ledger.recordPublication(1, publication);
  expect(arena.ledger.recordPublication(1, { ...publication, integrity: 'sha512-def' })).toBe(false);
  expect(arena.ledger.recordPublication(1, { ...publication, version: '1.3.0' })).toBe(true);
  expect(published(arena).map(({ detail }) => detail.version)).toEqual(['1.3.0', '1.2.0']);
  expect(arena.ledger.competitionSummary('cup').notes).toHaveLength(2);
});

it('a publication that is wrong leaves nothing behind', () => {
  const arena = scored();
  expect(problemOf(() => arena.ledger.recordPublication(1, { ...publication, version: '../1' }))).toBe(
    'bad-format: publication field version: a version such as 1.2.0; correct it',
  );
  expect(problemOf(() => arena.ledger.recordPublication(9, publication))).toMatch(/^not-found: submission 9/);
  expect(arena.ledger.submissionFiles(1)).toHaveLength(1);
  expect(published(arena)).toEqual([]);
});
