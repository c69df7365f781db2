import type { Server } from 'node:http';
import { connect, isIP } from 'node:net';
import type { Listening } from './keep-port.ts';

const LOOPBACK = ['127.0.0.1', '::1'] as const;

/** Both loopback addresses for any loopback name: "localhost" is either, depending on the client. */
export function addressesOf(host: string): readonly string[] {
  return host === 'localhost' || host === '::1' || host.startsWith('127.') ? LOOPBACK : [host];
}

export const isLoopback = (host: string): boolean => addressesOf(host) === LOOPBACK;

/** A server on one address. */
export type Opened = { readonly port: number; readonly close: () => Promise<void> };
/** Rejects with the code EADDRINUSE when the port is taken there. */
export type OpenAt = (host: string, port: number) => Promise<Opened>;

/** Opens the same port on each address; the first decides, the others may be missing on this machine. */
export async function listenOn(openAt: OpenAt, host: string, port: number): Promise<Listening> {
  const [first = host, ...others] = addressesOf(host);
  await assertFree(first, port);
  const opened = [await openAt(first, port)];
  const actual = opened[0]?.port ?? port;
  const notes: string[] = [];
  for (const address of others)
    try {
      opened.push(await openAt(address, actual));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE')
        notes.push(`Another program has it on ${address}: send to ${first} instead of localhost.`);
    }
  return { port: actual, notes, close: async () => void (await Promise.all(opened.map((o) => o.close()))) };
}

export function openHttp(make: () => Server): OpenAt {
  return (host, port) =>
    new Promise((resolve, reject) => {
      const server = make();
      server.once('error', reject);
      server.listen({ host, port, exclusive: true }, () => {
        server.off('error', reject);
        resolve({ port: portOf(server), close: () => closeServer(server) });
      });
    });
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}

/** Requests under way may finish; idle connections are closed at once. */
function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const force = setTimeout(() => server.closeAllConnections(), 1000);
    server.close(() => {
      clearTimeout(force);
      resolve();
    });
    server.closeIdleConnections();
  });
}

/**
 * macOS lets a second program bind 127.0.0.1 while another has all addresses, and then splits the clients between
 * them. Whoever answers there has the port.
 */
function assertFree(host: string, port: number): Promise<void> {
  if (port === 0 || process.platform !== 'darwin' || isIP(host) === 0) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, timeout: 300 });
    const free = () => {
      socket.destroy();
      resolve();
    };
    socket.once('connect', () => {
      socket.destroy();
      reject(Object.assign(new Error(`Port ${port} is in use.`), { code: 'EADDRINUSE' }));
    });
    socket.once('error', free).once('timeout', free);
  });
}
