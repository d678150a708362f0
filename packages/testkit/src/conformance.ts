import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, it } from 'vitest';
import { rules } from './rules/rules.ts';
import { type ConformanceOptions, resolveOptions } from './run/options.ts';
import { openSession } from './run/session.ts';
import { folderUrl } from './run/solution-package.ts';

/** Room for ending a thread that hangs, so that the verdict is the rule's and not vitest's. */
const graceMs = 15_000;

/**
 * Registers one vitest test per rule for the built solution in a folder. It is all that a solution's conformance
 * test file holds:
 *
 * @param packageDir folder that holds manifest.json
 *
 * @example
 * import { conformance } from '@matrix-arena/testkit';
 *
 * conformance(new URL('..', import.meta.url));
 */
export function conformance(packageDir: URL, options: ConformanceOptions = {}): void {
  const resolved = resolveOptions(options);
  const folder = folderUrl(packageDir);
  describe(`conformance of ${basename(fileURLToPath(folder))}`, () => {
    const session = openSession(folder, resolved);
    afterAll(() => session.close());
    for (const rule of rules) {
      it(`${rule.id}: ${rule.title}`, { timeout: resolved.ruleLimitMs + graceMs }, async () => {
        const report = await session.check(rule);
        if (report.outcome === 'failed') throw new Error(report.message);
      });
    }
  });
}
