// Takes the place of the harness's child in tests: what a solution could do that had got hold of the process itself.
// It does what the bytes of a matrix say, as JSON, and answers with what came of it.
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';

const channel = 3;
const outcomes = { ready: 1, loaded: 2, frame: 3 };

const welcomeHead = read(20);
const token = welcomeHead.subarray(0, 16);
read(welcomeHead.readUInt32LE(16));
send(reply(outcomes.ready));
for (;;) {
  const fields = new Float64Array(new Uint8Array(read(56)).buffer);
  const payload = read(fields[5]);
  if (fields[0] === 1) send(reply(outcomes.loaded));
  else await act(JSON.parse(payload.toString()));
}

async function act({ deed, at, ms, bytes }) {
  switch (deed) {
    case 'read':
      return tell(() => fs.readFileSync(at, 'latin1').slice(0, 20));
    case 'list':
      return tell(() => fs.readdirSync(at));
    case 'write':
      return tell(() => fs.writeFileSync(at, 'x'.repeat(100)));
    case 'connect':
      return tell(() => connect(at));
    case 'kill':
      return tell(() => process.kill(at, 0));
    case 'spawn':
      return tell(() => spawnSync(process.execPath, ['--version']).stdout?.toString());
    case 'addresses':
      return tell(async () => Object.keys((await import('node:os')).networkInterfaces()));
    case 'environment':
      return tell(() => process.env);
    case 'stay':
      // There is no /dev/null to ignore its streams with.
      return tell(() => spawn(process.execPath, ['-e', at], { detached: true, stdio: 'pipe' }).pid > 0);
    case 'print':
      return tell(() => {
        fs.writeSync(1, 'x'.repeat(bytes));
        fs.writeSync(2, 'x'.repeat(bytes));
        return 'printed';
      });
    case 'exit':
      return process.exit(7);
    case 'abort':
      return process.abort();
    case 'hurry':
      for (const end = performance.now() + ms; performance.now() < end; );
      return send(reply(outcomes.frame, { elapsedMs: 1 }, Buffer.from('1')));
    case 'claim time':
      return send(reply(outcomes.frame, { elapsedMs: ms }, Buffer.from('1')));
    case 'claim bytes': {
      const head = reply(outcomes.frame);
      head.writeDoubleLE(bytes, 16 + 9 * 8);
      return send(head);
    }
    case 'wrong token': {
      const head = reply(outcomes.frame);
      head[0] ^= 1;
      return send(head);
    }
    case 'wrong outcome':
      return send(reply(outcomes.loaded));
    case 'garbage':
      return send(Buffer.alloc(5000, 'garbage'));
    case 'half':
      return send(reply(outcomes.frame).subarray(0, 50));
    case 'twice':
      return send(Buffer.concat([reply(outcomes.frame), reply(outcomes.frame)]));
  }
}

async function tell(find) {
  const start = performance.now();
  let found;
  try {
    found = { value: await find() };
  } catch (error) {
    found = { error: error.code ?? error.message };
  }
  const elapsedMs = performance.now() - start;
  send(reply(outcomes.frame, { elapsedMs }, Buffer.from(JSON.stringify(found))));
}

function connect(port) {
  return new Promise((resolve, reject) => {
    const socket = net.connect(port, '127.0.0.1', () => resolve('connected'));
    socket.on('error', reject);
  });
}

/** Head and payload of a reply: token, ten numbers, bytes. */
function reply(outcome, { elapsedMs = 0 } = {}, payload = Buffer.alloc(0)) {
  const fields = new Float64Array(10);
  fields[0] = outcome;
  fields[1] = elapsedMs;
  fields[9] = payload.length;
  return Buffer.concat([token, Buffer.from(fields.buffer), payload]);
}

function send(bytes) {
  for (let at = 0; at < bytes.length; ) at += fs.writeSync(channel, bytes, at);
}

function read(length) {
  const bytes = Buffer.alloc(length);
  for (let at = 0; at < length; ) {
    const count = fs.readSync(channel, bytes, at, length - at, null);
    if (count === 0) process.exit(0);
    at += count;
  }
  return bytes;
}
