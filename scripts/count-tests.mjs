// Prints what failed and `N passed, N failed`, over the tests of all packages and the commands that ran them.
// Usage: node scripts/count-tests.mjs COMMANDS_PASSED COMMANDS_FAILED
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
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
  const { numPassedTests, testResults } = JSON.parse(readFileSync(path, 'utf8'));
  passed += numPassedTests;
  for (const file of testResults.filter(({ status }) => status === 'failed')) {
    const failedTests = file.assertionResults.filter(({ status }) => status === 'failed');
    // A file that could not be loaded has no failed test to count.
    failed += Math.max(1, failedTests.length);
    // Said here too: the log above is long, and who keeps a part of it keeps the end.
    process.stdout.write(`failed in ${relative(root, file.name)}\n`);
    for (const { fullName, failureMessages } of failedTests) say(fullName, failureMessages.join('\n'));
    if (failedTests.length === 0) say('the file itself', file.message);
  }
}
process.stdout.write(`${passed} passed, ${failed} failed\n`);

/** What went wrong, without the lines of the stack that are not ours. */
function say(name, message) {
  const lines = message
    .split('\n')
    .filter((line) => !/^ *at (new Promise|.*(node_modules|node:internal))/.test(line));
  process.stdout.write(`  ${[name, ...lines].join('\n    ')}\n`);
}
