import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { listen } from '../src/serve/listen.ts';

const host = '127.0.0.1';

function newServer(): Server {
  const server = createServer();
  onTestFinished(() => {
    server.close();
  });
  return server;
}

it('gives the address that a server listens on', async () => {
  const { port } = await listen(newServer(), { host, port: 0 }, '--port');
  expect(port).toBeGreaterThan(0);
});

it('tells a port in use from an address that cannot be had', async () => {
  const first = newServer().listen({ host, port: 0 });
  await once(first, 'listening');
  const { port } = first.address() as AddressInfo;
  await expect(listen(newServer(), { host, port }, '--port')).rejects.toMatchObject({
    kind: 'conflict',
    message: `port ${port} of ${host}: expected a free port, got one in use; end what listens there, or choose another with --port (0 picks a free one)`,
  });
  // For documentation alone: no machine has it.
  const nowhere = { host: '192.0.2.1', port: 8080 };
  await expect(listen(newServer(), nowhere, '--host or --port')).rejects.toMatchObject({
    kind: 'unavailable',
    message: 'port 8080 of 192.0.2.1: cannot listen there (EADDRNOTAVAIL); choose another --host or --port',
  });
});
