import { createHmac } from 'node:crypto';
import type { SandboxClock } from '../clock.js';
import type { Faults } from '../faults/faults.js';

/** Posts the signed bytes of an event; answers the status, 0 when nobody answered. */
export type Send = (url: string, post: { headers: Record<string, string>; body: string }) => Promise<number>;

export interface Letter {
  readonly type: string;
  readonly body: string;
  readonly url: string;
  /** All that sign: two while a secret is being rolled. */
  readonly secrets: readonly string[];
}

/** Statuses of what no receiver said: nothing came back, or nobody was there. */
export const SILENCE = 0;
const DOWN = 503;

/** Signs a letter and takes it to its receiver, and whatever is to go wrong on the way goes wrong here. */
export class Postman {
  constructor(
    private readonly clock: SandboxClock,
    private readonly send: Send,
    readonly faults: Faults,
  ) {}

  /** The receiver's status as the sender saw it. */
  async bring(letter: Letter): Promise<number> {
    const { type, url, body } = letter;
    if (this.faults.take('receiver_down', type)) return DOWN;
    const status = await this.send(url, { headers: this.headers(letter), body });
    if (this.faults.take('duplicate', type)) await this.send(url, { headers: this.headers(letter), body });
    if (this.faults.take('second_body', type)) await this.sendOther(letter);
    // The receiver took it but was too long about it: it will come again.
    return this.faults.take('receiver_slow', type) ? SILENCE : status;
  }

  /** What nobody at Stripe ever said, under the id of something that was. */
  private async sendOther(letter: Letter): Promise<void> {
    const event = JSON.parse(letter.body) as { data: { object: object } };
    const object = { ...event.data.object, metadata: { second_body: 'true' } };
    const body = JSON.stringify({ ...event, data: { ...event.data, object } });
    await this.send(letter.url, { headers: this.headers({ ...letter, body }), body });
  }

  private headers({ type, secrets, body }: Letter): Record<string, string> {
    const shift = this.faults.take('stale', type) ? -600 : this.faults.take('future', type) ? 600 : 0;
    const mark = this.faults.take('bad_signature', type) ? 'x' : '';
    const at = Math.floor(this.clock.wall().getTime() / 1000) + shift;
    return {
      'content-type': 'application/json; charset=utf-8',
      'user-agent': 'Stripe/1.0 (local sandbox)',
      'stripe-signature': sign(
        secrets.map((secret) => secret + mark),
        at,
        body,
      ),
    };
  }
}

/** The header Stripe signs with: seconds of the machine's time and, for each secret, an HMAC over them and the bytes. */
export function sign(secrets: string | readonly string[], at: number, body: string): string {
  const marks = [secrets].flat().map((secret) => createHmac('sha256', secret).update(`${at}.${body}`).digest('hex'));
  return [`t=${at}`, ...marks.map((mark) => `v1=${mark}`)].join(',');
}
