import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { rules } from '../src/rules/rules.ts';

it('the README lists every rule in its order, with its title', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const rows = [...readme.matchAll(/^\| `([a-z-]+)` +\| (.*?) *\|$/gm)].map(([, id, title]) => ({
    id,
    title,
  }));
  expect(rows).toEqual(rules.map(({ id, title }) => ({ id, title })));
});
