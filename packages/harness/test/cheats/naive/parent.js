/** A parent that may be killed: loads a solution in a child process, and would live on for a while. */
import { spawn } from 'node:child_process';

const [entry] = process.argv.slice(2);
const lifeMs = 10_000;
// Whoever has lost this parent has another, which is not to be killed.
const code = `if (process.ppid === ${process.pid}) import(process.argv[1]);`;

spawn(process.execPath, ['-e', code, entry], { stdio: 'ignore' });
setTimeout(() => {}, lifeMs);
