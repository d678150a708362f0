// Prints `N passed, N failed` over the tests of all packages and the commands that ran them.
// Usage: node scripts/count-tests.mjs COMMANDS_PASSED COMMANDS_FAILED
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const packages = ['packages', 'solutions', 'tools'].flatMap((top) =>
  readdirSync(join(root, top)).map((name) => join(root, top, name)),
);

let [passed, failed] = process.argv.slice(2).map(Number);
const reports = [root, ...packages].flatMap((folder) =>
  ['results.json', 'long.json'].map((name) => join(folder, '.test', name)),
);
for (const path of reports.filter((report) => existsSync(report))) {
  const { numPassedTests, numFailedTests, success } = JSON.parse(readFileSync(path, 'utf8'));
  passed += numPassedTests;
  // A file that could not be loaded has no failed test to count.
  failed += success ? 0 : Math.max(1, numFailedTests);
}
process.stdout.write(`${passed} passed, ${failed} failed\n`);
