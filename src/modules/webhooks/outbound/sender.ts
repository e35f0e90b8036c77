import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { Database } from '../../../platform/database/database.js';
import { AddressRefused } from '../../../platform/http/outgoing/outgoing.errors.js';
import { OutgoingRequests } from '../../../platform/http/outgoing/outgoing-requests.js';
import { signatureOf } from './signature.js';

/** A signed request to an endpoint. */
export interface Message {
  /** The event's: the same over all attempts and replays, so that receivers can tell a repetition. */
  readonly id: string;
  readonly url: string;
  readonly secrets: readonly string[];
  readonly body: string;
}

/** What came back, if anything did. */
export interface Answered {
  readonly at: Date;
  readonly ms: number;
  readonly status: number | null;
  readonly error: string | null;
  /** The first 2 kB, as text. */
  readonly answer: string | null;
  readonly retryAfter: string | undefined;
}

const KEPT = 2_000;

/** One request by Standard Webhooks. Whatever goes wrong outside is an answer, not an error. */
@Injectable()
export class Sender {
  constructor(
    private readonly requests: OutgoingRequests,
    private readonly clock: Clock,
  ) {}

  async send({ id, url, secrets, body }: Message): Promise<Answered> {
    Database.outside('A webhook');
    const at = this.clock.wall();
    const timestamp = Math.floor(at.getTime() / 1000);
    const headers = {
      'content-type': 'application/json',
      'user-agent': 'revenue-engine',
      'webhook-id': id,
      'webhook-timestamp': String(timestamp),
      'webhook-signature': signatureOf(secrets, id, timestamp, body),
    };
    const started = performance.now();
    const ms = () => Math.round(performance.now() - started);
    try {
      const { status, headers: told, body: answer } = await this.requests.send({ url, headers, body });
      const error = isTaken(status) ? null : `Answered ${status}.`;
      return { at, ms: ms(), status, error, answer: textOf(answer), retryAfter: told['retry-after'] };
    } catch (error) {
      return { at, ms: ms(), status: null, error: wordsOf(error), answer: null, retryAfter: undefined };
    }
  }
}

/** 2xx only: a redirect is not followed, so whoever redirects did not take it. */
export function isTaken(status: number | null): boolean {
  return status !== null && status >= 200 && status < 300;
}

function textOf(answer: Buffer): string {
  return answer.subarray(0, KEPT).toString('utf8').replaceAll('\u0000', '');
}

function wordsOf(error: unknown): string {
  if (error instanceof AddressRefused) return `${error.rule}: ${error.message}`;
  const { code, message } = error as NodeJS.ErrnoException;
  return (code === undefined ? message : `${code}: ${message}`).slice(0, 500);
}
