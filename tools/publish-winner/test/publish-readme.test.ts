import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Result } from '@matrix-arena/contract/schemas';
import { beforeAll, expect, it } from 'vitest';
import type { Contestant, Standing } from '../src/index.ts';
import { templateDir } from '../src/locations.ts';
import { type ReadmeFacts, readmeText } from '../src/publish/readme.ts';
import { writeCopier } from './copier.ts';
import { runOf } from './runs.ts';

const usage = readFileSync(join(templateDir, 'usage.md'), 'utf8');
const unknown = { ratio: null, compressThroughput: null, decompressThroughput: null, codeBytes: null };
const figures = {
  ratio: 2.3131,
  compressThroughput: 36.04e6,
  decompressThroughput: 102.4e6,
  codeBytes: 19_974,
};
const winner: Contestant = {
  role: 'winner',
  name: 'wins',
  version: '1.2.0',
  score: 0.5,
  low: 0.4994,
  high: 0.5006,
  ...figures,
};
const second: Contestant = {
  ...winner,
  role: 'other',
  name: 'follows',
  version: '1.0.0',
  score: 0.4,
  low: 0.39999,
  high: 0.40001,
};
const baseline: Contestant = {
  role: 'reference',
  name: 'stands',
  version: '0.1.0',
  score: 0.25,
  low: null,
  high: null,
  ...unknown,
};

let facts: ReadmeFacts;
let record: Result;

beforeAll(async () => {
  const root = mkdtempSync(join(tmpdir(), 'readme-'));
  const { manifest } = await writeCopier(root);
  record = await runOf(await writeCopier(root));
  rmSync(root, { recursive: true });
  const environment = { ...record.environment, cpu: 'Some CPU', cores: 8, node: 'v22.1.0', os: 'Linux 6.1' };
  record = {
    ...record,
    startedAt: '2026-01-31T10:00:00.000Z',
    plan: { ...record.plan, timeBudgetMs: 60_000 },
    environment: { ...environment, commit: 'c0ffee'.repeat(6), warnings: ['other work used 1.0 cores'] },
  };
  const standing: Standing = {
    contestants: [winner, second, baseline],
    contest: { name: 'The *cup*', round: 3, seed: 7 },
    record,
    recordSha256: 'ab'.repeat(32),
  };
  const solution = {
    ...{
      name: 'wins',
      formatVersion: 2,
      version: '1.2.0',
      since: '1.1.0',
      license: 'ISC',
      authors: ['Somebody'],
    },
    ...{ decoder: 'dist/decoders/wins-v2.js', inspect: null, libraries: [] },
  };
  const earlier = { ...solution, name: 'won', formatVersion: 1, since: '1.0.0', license: 'MIT' };
  const parts = [{ part: 'library', minifiedBytes: 16_775, gzippedBytes: 6017 }];
  facts = { manifest, standing, solutions: [solution, earlier], parts, installBytes: 123_456, usage };
});

function withStanding(changes: Partial<Standing>): string {
  return readmeText({ ...facts, standing: { ...facts.standing, ...changes } });
}

it('the README has the example that is tested, word for word', () => {
  expect(readmeText(facts)).toContain(usage.trim());
});

it('the README tells what won, by how much, against whom and on what', () => {
  const text = readmeText(facts);
  const section = text.slice(text.indexOf('## Why'), text.indexOf('## Sizes'));
  expect(
    section.replaceAll(record.corpus.sha256, 'CORPUS').replace(record.rules, 'RULES'),
  ).toMatchInlineSnapshot(`
    "## Why this codec

    wins scored 0.5000 ± 0.0006 in round 3 of The \\*cup\\*, on 2 matrices (seed 7), rank 1 of 3: 0.1000 (25.0 %) above follows 1.0.0, the best of the others, and 0.2500 (100.0 %) above the baseline, stands 0.1.0.

    |  | solution | score | ratio | compress MB/s | decompress MB/s | code bytes |
    | --- | --- | ---: | ---: | ---: | ---: | ---: |
    | this package | wins 1.2.0 | 0.5000 ± 0.0006 | 2.313 | 36.0 | 102 | 19 974 |
    |  | follows 1.0.0 | 0.4000 ± <0.0001 | 2.313 | 36.0 | 102 | 19 974 |
    | the baseline | stands 0.1.0 | 0.2500 | – | – | – | – |

    Scores are means of \`clip((1 - c) * (1 - t / 1.012), 0, 1)\` by the rules RULES, t in seconds, ± half of the 95 %
    interval from timing noise. Ratio is original / compressed bytes; MB is 1e6 bytes. Medians of at least 2 passes over each
    matrix on Some CPU (8 cores, Node v22.1.0, Linux 6.1), 2026-01-31, commit c0ffeec0ff. Disturbed: other work used 1.0 cores.
    The matrices have the SHA-256 CORPUS, the whole result abababababababababababababababababababababababababababababababab.

    "
  `);
});

it('the README tells what it weighs, and whose frames it reads since when', () => {
  const text = readmeText(facts);
  expect(text).toContain('Installed: 123 kB, no dependencies.');
  expect(text).toContain('| library | 16 775 | 6 017 |');
  expect(text).toContain('| wins | 2 | 1.1.0 |\n| won | 1 | 1.0.0 |');
  expect(text).toContain('Solutions and libraries in it have their own: ISC, MIT;');
});

it('the README says so when it was not the best, or alone', () => {
  const behind = withStanding({ contestants: [second, { ...winner, score: 0.39 }], contest: null });
  expect(behind).toContain('is\na codec of Matrix Arena as a library');
  expect(behind).toContain('on 2 matrices (two), rank 2 of 2: 0.0100 (2.5 %) below follows 1.0.0');
  expect(withStanding({ contestants: [winner] })).toContain('(seed 7), rank 1 of 1.\n');
  expect(readmeText(facts)).toContain('is\nthe winner of Matrix Arena as a library');
});

it('the README says so when its figures are from a quick run', () => {
  const plan = { ...record.plan, timeBudgetMs: 0 };
  expect(withStanding({ record: { ...record, plan } })).toContain(
    'commit c0ffeec0ff. It was a quick run, which ended after these passes however wide the intervals were: too noisy to tell close scores apart. Disturbed:',
  );
  expect(readmeText(facts)).not.toContain('quick run');
});

it('text of others cannot become markup', () => {
  expect(readmeText(facts)).toContain('(Copies \\<every\\> value)');
  expect(readmeText(facts)).toContain('round 3 of The \\*cup\\*,');
});

it('the same facts make the same README', () => {
  expect(readmeText(facts)).toBe(readmeText({ ...facts }));
});
