import { makePerformer, residentMemory } from '../perform.ts';
import { onNextTask, type ReceivedTask, receiveWelcome, sendReady, sendReply } from './child-channel.ts';
import { lockDown } from './lockdown.ts';
import { prepareSolution } from './solution-modules.ts';

// Entry of every sandboxed process: answers the tasks of one solution, one at a time, until the host is gone.

const resourceUsage = process.resourceUsage.bind(process);
const peakMemory = (): number => resourceUsage().maxRSS * 1024;
const entryUrl = new URL('./sandbox-solution.js', import.meta.url).href;

const welcome = receiveWelcome();
const perform = makePerformer(welcome.isPeakOwn ? peakMemory : residentMemory);
prepareSolution(welcome);
lockDown();
sendReady();
onNextTask(entryUrl, answer);

async function answer({ task, maxReplyBytes }: ReceivedTask): Promise<void> {
  sendReply(await perform(task), maxReplyBytes);
  onNextTask(entryUrl, answer);
}
