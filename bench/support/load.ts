import { connect, type Socket } from 'node:net';
import { once } from 'node:events';

export interface Load {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  /** Answers other than 200. */
  readonly errors: number;
}

/** Sends the requests over kept-alive connections, each sending its next when it is answered. */
export async function load(port: number, requests: readonly Buffer[], connections: number): Promise<Load> {
  const sockets = await Promise.all(Array.from({ length: connections }, () => opened(port)));
  const [times, state] = [new Float64Array(requests.length), { next: 0, errors: 0 }];
  const started = performance.now();
  await Promise.all(
    sockets.map(async (socket) => {
      for (let n = state.next++; n < requests.length; n = state.next++) {
        const sent = performance.now();
        if ((await answered(socket, requests[n] as Buffer)) !== 200) state.errors += 1;
        times[n] = performance.now() - sent;
      }
      socket.destroy();
    }),
  );
  const seconds = (performance.now() - started) / 1000;
  times.sort();
  const percentile = (share: number) => times[Math.floor((times.length - 1) * share)] ?? NaN;
  return { perSecond: requests.length / seconds, p50: percentile(0.5), p99: percentile(0.99), errors: state.errors };
}

async function opened(port: number): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  await once(socket, 'connect');
  return socket;
}

/** The status of the answer, read to its end. */
function answered(socket: Socket, request: Buffer): Promise<number> {
  return new Promise((resolve, reject) => {
    let text = '';
    const read = (chunk: Buffer) => {
      text += chunk.toString('latin1');
      const head = text.indexOf('\r\n\r\n');
      if (head < 0) return;
      const length = Number(/content-length: (\d+)/i.exec(text)?.[1] ?? 0);
      if (text.length < head + 4 + length) return;
      socket.off('data', read).off('error', reject);
      resolve(Number(text.slice(9, 12)));
    };
    socket.on('data', read).once('error', reject);
    socket.write(request);
  });
}
