import { Agent as HttpAgent, request as httpRequest, type ClientRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { LookupFunction } from 'node:net';
import { lookup as systemLookup } from 'node:dns';
import { seconds } from '../../../kernel/clock.js';
import { AddressGuard, type Opened } from './address-guard.js';
import { AddressRefused, type AddressRule } from './outgoing.errors.js';

export interface OutgoingRequest {
  readonly url: string;
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Milliseconds it may take in all; 15 seconds unless said otherwise. */
  readonly timeout?: number;
}

export interface OutgoingAnswer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  /** At most the first 64 kB. */
  readonly body: Buffer;
}

const CONNECT = seconds(5);
const IN_ALL = seconds(15);
const MOST_READ = 64 * 1024;

/**
 * The one door for requests to addresses that somebody else chose: guarded where the socket connects, without redirects
 * and proxies, bounded in time and size.
 */
export class OutgoingRequests {
  private readonly guard: AddressGuard;
  private readonly agents = { 'http:': new HttpAgent(KEPT_ALIVE), 'https:': new HttpsAgent(KEPT_ALIVE) };

  constructor(opened: Opened, lookup: LookupFunction = systemLookup) {
    this.guard = new AddressGuard(opened, lookup);
  }

  /** What is wrong with an address, as far as can be told before it is called. */
  faultOf(url: URL): Promise<AddressRule | undefined> {
    return this.guard.faultNow(url);
  }

  /** @throws AddressRefused, or what the network says; never a defect of the caller's */
  async send(asked: OutgoingRequest): Promise<OutgoingAnswer> {
    const url = new URL(asked.url);
    const fault = this.guard.fault(url);
    if (fault !== undefined) throw new AddressRefused(fault);

    const signal = AbortSignal.timeout(asked.timeout ?? IN_ALL);
    try {
      const answer = await this.answered(url, asked, signal);
      return { status: answer.statusCode ?? 0, headers: answer.headers, body: await firstOf(answer, MOST_READ) };
    } catch (error) {
      throw signal.aborted ? timedOut('The answer') : error;
    }
  }

  private answered(
    url: URL,
    { method, headers, body }: OutgoingRequest,
    signal: AbortSignal,
  ): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const secure = url.protocol === 'https:';
      const request = (secure ? httpsRequest : httpRequest)(url, {
        method: method ?? 'POST',
        headers: { ...headers, ...(body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }) },
        agent: secure ? this.agents['https:'] : this.agents['http:'],
        lookup: this.guard.lookupFor(url),
        signal,
      });
      request.once('error', reject);
      request.once('response', resolve);
      withinConnectTime(request, secure ? 'secureConnect' : 'connect');
      request.end(body);
    });
  }
}

const KEPT_ALIVE = { keepAlive: true, maxFreeSockets: 64, keepAliveMsecs: 10_000, timeout: seconds(20) };

function withinConnectTime(request: ClientRequest, connected: 'connect' | 'secureConnect'): void {
  request.once('socket', (socket) => {
    if (!socket.connecting) return;
    const limit = setTimeout(() => request.destroy(timedOut('The connection')), CONNECT);
    const end = () => clearTimeout(limit);
    socket.once(connected, end).once('close', end);
  });
}

/** No more than is asked for: whoever sends without end is left. */
async function firstOf(answer: IncomingMessage, most: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of answer) {
    chunks.push(chunk as Buffer);
    size += (chunk as Buffer).length;
    if (size >= most) break;
  }
  return Buffer.concat(chunks).subarray(0, most);
}

function timedOut(what: string): Error {
  return Object.assign(new Error(`${what} took too long.`), { code: 'ETIMEDOUT' });
}
