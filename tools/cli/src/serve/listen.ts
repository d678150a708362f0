import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ArenaError } from '@matrix-arena/contract';

export interface Place {
  readonly host: string;
  /** 0 for a free one. */
  readonly port: number;
}

/**
 * Has a server listen, and waits until it does.
 *
 * @param options those of the command that choose another place, as a hint names them
 * @throws ArenaError `conflict` for a port in use, `unavailable` for an address that cannot be had
 */
export async function listen(server: Server, { host, port }: Place, options: string): Promise<AddressInfo> {
  server.listen({ host, port });
  await once(server, 'listening').catch((cause: NodeJS.ErrnoException) => {
    throw notListening(cause, `port ${port} of ${host}`, options);
  });
  return server.address() as AddressInfo;
}

function notListening(cause: NodeJS.ErrnoException, what: string, options: string): ArenaError {
  if (cause.code === 'EADDRINUSE') {
    return new ArenaError('conflict', {
      what,
      expected: 'a free port',
      got: 'one in use',
      hint: 'end what listens there, or choose another with --port (0 picks a free one)',
      cause,
    });
  }
  const hint = `cannot listen there (${cause.code ?? cause.message}); choose another ${options}`;
  return new ArenaError('unavailable', { what, hint, cause });
}
