// Starts a child as the harness does and waits to be killed: `node dying-harness.js <file> <args as JSON>`.
import { spawn } from 'node:child_process';

const [file, args] = process.argv.slice(2);
spawn(file, JSON.parse(args), {
  cwd: '/',
  env: {},
  detached: true,
  stdio: ['ignore', 'ignore', 'inherit', 'pipe'],
});
setInterval(() => {}, 1000);
