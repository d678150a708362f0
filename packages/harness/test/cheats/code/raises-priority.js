/** Asks the system for more of the processor than others get. */
import { attempt, builtin, solutionThat } from './attack.js';

const os = await builtin('os');
const highest = -20;

export default solutionThat(
  await attempt(() => {
    os.setPriority(highest);
    return os.getPriority() === highest;
  }),
);
