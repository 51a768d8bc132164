import { createServer, type IncomingMessage, request } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** An answer that a page got. */
export interface Fetched {
  readonly path: string;
  readonly status: number;
  /** The content type, without parameters. */
  readonly type: string;
  readonly body: Buffer;
}

/**
 * Stands before a server and keeps what is fetched from it, by pages, workers and service workers alike.
 *
 * @param target the server's address, ends in `/`
 * @param headers added to every answer
 */
export async function startCountingProxy(
  target: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<{ url: string; fetched: readonly Fetched[]; close: () => Promise<void> }> {
  const fetched: Fetched[] = [];
  const server = createServer(async (incoming, outgoing) => {
    try {
      const answer = await forward(incoming, target);
      const body = await buffer(answer);
      const status = answer.statusCode!;
      const type = (answer.headers['content-type'] ?? '').split(';')[0]!;
      fetched.push({ path: incoming.url!, status, type, body });
      outgoing.writeHead(status, { ...answer.headers, ...headers }).end(body);
    } catch (error) {
      outgoing.writeHead(502).end(String(error));
    }
  });
  // Development servers speak with their pages by WebSocket: passed on unseen.
  server.on('upgrade', (incoming: IncomingMessage, client, head) => {
    const { hostname, port } = new URL(target);
    const upstream = connect(Number(port), hostname, () => {
      const lines = incoming.rawHeaders.flatMap((name, i, all) => (i % 2 ? [] : [`${name}: ${all[i + 1]}`]));
      upstream.write(`GET ${incoming.url} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
      upstream.write(head);
      upstream.pipe(client).pipe(upstream);
    });
    for (const socket of [upstream, client]) socket.on('error', () => upstream.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    fetched,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function forward(incoming: IncomingMessage, target: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    // Uncompressed, so that all servers are counted alike.
    const headers = { ...incoming.headers, 'accept-encoding': 'identity' };
    const outgoing = request(new URL(incoming.url!, target), { method: incoming.method, headers }, resolve);
    outgoing.on('error', reject);
    incoming.pipe(outgoing);
  });
}
