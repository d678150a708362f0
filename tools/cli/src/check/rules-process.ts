import { runConformance } from '@matrix-arena/testkit/rules';

// A process of its own for the conformance rules: it can be killed in the midst of a rule, and takes along only itself
// if the solution brings it down. Its arguments are the URL of the solution's folder and the ids of the rules.
const [packageHref, ...ids] = process.argv.slice(2);

// Nobody is left to report to.
process.on('disconnect', () => process.exit());
await runConformance(new URL(packageHref), { only: ids, onReport: (report) => process.send?.(report) });
process.disconnect?.();
