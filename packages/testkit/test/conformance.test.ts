import { expect, it } from 'vitest';
import { conformance } from '../src/conformance.ts';
import { withFixture } from './assemble.ts';
import { built, runVitest } from './run-vitest.ts';

conformance(new URL('fixtures/sound/', import.meta.url));

it('fails one vitest test per broken rule', { timeout: 60_000 }, async () => {
  const text = `import { conformance } from '${built}';\nconformance(new URL('..', import.meta.url));\n`;
  const { failed } = await withFixture('stores', async (packageDir) => runVitest(packageDir, text));
  expect(failed.map(({ title }) => title.split(':')[0])).toEqual(['compresses', 'golden-frames']);
  expect(failed[0].failureMessages[0]).toContain(
    'constant, 256x256: expected at most 1 bits per value, got 16.00',
  );
});
