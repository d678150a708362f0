import { importSolution } from './solution-modules.ts';

// What the performer imports in the child, in place of the solution itself.
const { default: solution } = await importSolution();
export default solution;
