/** Knocks at ports of this machine, sends datagrams, asks name servers, fetches pages, looks for sockets in folders. */
import { attempt, builtin, solutionThat } from './attack.js';
import { places } from './places.js';

const net = await builtin('net');
const dgram = await builtin('dgram');
const dns = await builtin('dns');
/** The few that a listener waits at: other ports of a machine are somebody's. */
const firstPort = 47_100;
const portCount = 10;
const patienceMs = 300;

const ports = Array.from({ length: portCount }, (_, i) => firstPort + i);
const paths = ['\0cheat-socket', ...(await places()).map((place) => `${place}/cheat.sock`)];
const patience = () => new Promise((resolve) => setTimeout(resolve, patienceMs, false));

function knock(address) {
  return new Promise((resolve) => {
    const socket = net.connect(address, () => socket.end('cheat', () => resolve(true)));
    socket.setTimeout(patienceMs, () => socket.destroy());
    socket.on('error', () => {});
    socket.on('close', () => resolve(false));
  });
}

function sendDatagram() {
  const socket = dgram.createSocket('udp4');
  return new Promise((resolve) => {
    const done = (error) => {
      socket.close();
      resolve(error == null);
    };
    socket.on('error', done);
    socket.send('cheat', firstPort, '127.0.0.1', done);
  });
}

async function any(knocks) {
  return (await Promise.all(knocks)).includes(true);
}

const inTime = (attack) => () => Promise.race([attack(), patience()]);

export default solutionThat(
  await attempt(
    inTime(() => any(ports.map((port) => knock({ host: '127.0.0.1', port })))),
    inTime(() => any(paths.map((path) => knock({ path })))),
    inTime(() => fetch(`http://127.0.0.1:${firstPort}/cheat`).then(() => true)),
    inTime(() => dns.promises.lookup('cheat.invalid').then(() => true)),
    inTime(() => dns.promises.resolve('cheat.invalid').then(() => true)),
    inTime(sendDatagram),
  ),
);
