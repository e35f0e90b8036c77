import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { seconds } from '../../../kernel/clock.js';
import { NoAnswer } from './faults/call-faults.js';
import type { Sandbox } from './sandbox.js';

const LOOPBACK = '127.0.0.1';

export interface Served {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * The sandbox on a port of this machine only, for any client of Stripe. Time passes and events go out by themselves.
 * @param complain hears of what went wrong while nobody asked
 */
export async function serve(
  sandbox: Sandbox,
  port: number,
  complain: (fault: unknown) => void = () => undefined,
): Promise<Served> {
  await sandbox.open();
  const server = createServer((request, response) => void answer(sandbox, request, response));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, LOOPBACK, resolve);
  });
  const stop = ticking(sandbox, complain);
  const url = `http://${LOOPBACK}:${(server.address() as AddressInfo).port}`;
  sandbox.servedAt(url);
  return {
    url,
    close: async () => {
      await stop();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
      });
    },
  };
}

async function answer(sandbox: Sandbox, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const { status, headers, body } = await sandbox.handle(asked(request));
    await sandbox.settle();
    response.writeHead(status, Object.fromEntries(headers));
    if (body) Readable.fromWeb(body).pipe(response);
    else response.end();
  } catch (error) {
    if (error instanceof NoAnswer) return;
    // What the in-process client sees as a cut connection is one here too.
    response.destroy();
  }
}

function asked(request: IncomingMessage): Request {
  const method = request.method ?? 'GET';
  const headers = Object.entries(request.headers).flatMap(([name, value]): [string, string][] =>
    value === undefined || name === 'connection' ? [] : [[name, String(value)]],
  );
  const body = method === 'POST' ? (Readable.toWeb(request) as ReadableStream) : null;
  return new Request(`http://${LOOPBACK}${request.url ?? '/'}`, { method, headers, body, duplex: 'half' });
}

/** One round a second; a round that takes longer delays the next instead of meeting it. */
function ticking(sandbox: Sandbox, complain: (fault: unknown) => void): () => Promise<void> {
  let round = Promise.resolve();
  const timer = setInterval(() => {
    round = round.then(() => sandbox.tick()).catch(complain);
  }, seconds(1));
  return async () => {
    clearInterval(timer);
    await round;
  };
}
