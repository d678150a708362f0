import { describe, expect, it } from 'vitest';
import { codecErrorKinds } from '../packages/contract/src/codec-error.ts';
import { framePartPlanes } from '../packages/contract/src/frame-part.ts';
import { limits, maxFrameBytes } from '../packages/contract/src/limits.ts';
import { manifestSchema } from '../packages/contract/src/manifest-schema.ts';
import { knownExtensions } from '../packages/corpus/src/formats/table.ts';
import { defaultRunOptions } from '../packages/harness/src/options.ts';
import { defaultRuleSet, ruleSets } from '../packages/scoring/src/rule-sets.ts';
import { beatFactor } from '../packages/scoring/src/score-to-beat.ts';
import { readDocument } from './documents.ts';

const rules = readDocument('docs/rules.md');
const contract = readDocument('docs/contract.md');
const formats = readDocument('docs/formats.md');

/** Rows of the table whose header starts with a word, as cells without the marks of code. */
function table(page: string, firstColumn: string): string[][] {
  const lines = page.split('\n');
  const start = lines.findIndex((line) => line.startsWith(`| ${firstColumn} |`));
  const end = lines.findIndex((line, index) => index > start && !line.startsWith('|'));
  if (start < 0) throw new Error(`expected a table whose first column is ${firstColumn}`);
  return lines.slice(start + 2, end).map((line) =>
    line
      .slice(1, -1)
      .split(/(?<!\\)\|/)
      .map((cell) => cell.trim().replaceAll('`', '')),
  );
}

/** `20 000`. */
const grouped = (value: number): string => String(value).replace(/\B(?=(\d{3})+(?!\d))/g, ' ');

describe('the rules page', () => {
  it('lists all rule sets as they are', () => {
    const shown = table(rules, 'name').map(([name, since, formula]) => ({ name, since, formula }));
    expect(shown).toEqual(ruleSets.map(({ name, since, formula }) => ({ name, since, formula })));
    expect(rules).toContain(`\`${defaultRuleSet.name}\` is the default`);
  });

  it('computes its example as the rules do', () => {
    const score = defaultRuleSet.score({
      originalBytes: 409_600,
      compressedBytes: 266_240,
      elapsedMs: 20,
      similarity: 1,
    });
    expect(rules).toContain(`= ${score.toFixed(6)}\n`);
    expect(rules).toContain(`// ${score.toFixed(6)}`);
  });

  it('has the limits of the code', () => {
    const { loadLimitMs, callLimitMs, runLimitMs, memoryLimitBytes, codeLimitBytes } = defaultRunOptions;
    const shown = Object.fromEntries(table(rules, 'what').map(([what, limit]) => [what, limit]));
    expect(limits).toEqual({ maxMatrixBytes: 2 ** 28, maxRows: 2 ** 27, maxCols: 2 ** 27 });
    expect(maxFrameBytes(2 ** 20)).toBe(2 ** 20 + 2 ** 20 / 128 + 128);
    expect(shown).toEqual({
      'one matrix': `${limits.maxMatrixBytes / 2 ** 20} MiB, 2²⁷ rows, 2²⁷ columns`,
      'frame of incompressible values': 'matrix bytes + 1/128 of them + 128 bytes',
      code: `${grouped(codeLimitBytes)} bytes`,
      'import and create()': `${loadLimitMs / 1e3} s`,
      'one call': `${callLimitMs / 1e3} s`,
      'all calls of a run': `${runLimitMs / 1e3} s`,
      'growth of memory in a call': `${memoryLimitBytes / 1e6} MB`,
    });
  });

  it('has the defaults of a run', () => {
    const { repeats, relativePrecision, timeBudgetMs, allowedLibraries } = defaultRunOptions;
    const precision = `±${100 * relativePrecision} %`;
    expect(rules).toContain(
      `takes ${repeats} samples of each matrix at least, and goes on until every score is known to ${precision}, for at most ${timeBudgetMs / 1e3} s`,
    );
    expect(rules).toContain(`with ${beatFactor} times the score`);
    expect(table(rules, 'library').map(([name]) => name)).toEqual(allowedLibraries);
  });
});

describe('the contract page', () => {
  it('lists the fields of a manifest as the schema has them', () => {
    const shown = table(contract, 'field').map(([field, required, byDefault]) => ({
      field,
      required,
      byDefault,
    }));
    const real = Object.entries(manifestSchema.shape).map(([field, schema]) => {
      const parsed = schema.safeParse(undefined);
      const byDefault = parsed.success && parsed.data !== undefined;
      const text = typeof parsed.data === 'string' ? parsed.data : JSON.stringify(parsed.data);
      return { field, required: parsed.success ? 'no' : 'yes', byDefault: byDefault ? text : '–' };
    });
    expect(shown).toEqual(real);
  });

  it('lists all kinds of errors and of planes', () => {
    expect(table(contract, 'kind').map(([kind]) => kind)).toEqual([...codecErrorKinds]);
    expect(contract).toContain(
      `\`plane\` is one of ${framePartPlanes.map((plane) => `\`${plane}\``).join(', ')}.`,
    );
  });

  it('has the limits of the code', () => {
    expect(contract).toContain(`limits.maxMatrixBytes; // ${limits.maxMatrixBytes}\n`);
    expect(contract).toContain(`maxFrameBytes(409_600); // ${maxFrameBytes(409_600)}\n`);
  });
});

it('the formats page lists all extensions that are read', () => {
  expect(
    table(formats, 'extension')
      .map(([extension]) => extension)
      .toSorted(),
  ).toEqual(knownExtensions.toSorted());
});
