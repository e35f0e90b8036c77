import { createHmac } from 'node:crypto';
import { days, hours, minutes, seconds } from '../../../kernel/clock.js';
import type { Sql } from '../../../platform/database/database.js';
import type { SandboxClock } from './clock.js';
import type { Faults } from './faults.js';

/** Posts the signed bytes of an event; answers the status, 0 when nobody answered. */
export type Send = (url: string, post: { headers: Record<string, string>; body: string }) => Promise<number>;

interface Claimed {
  event: string;
  endpoint: string;
  attempts: number;
  body: string;
  url: string | null;
  secret: string | null;
}

interface Outcome {
  event: string;
  endpoint: string;
  attempts: number;
  state: 'pending' | 'delivered' | 'failed' | 'dropped';
  status: number;
  due_at: string;
}

const BATCH = 200;
const AT_ONCE = 24;
/** How long a claim holds before another process may take it over. */
const LEASE = minutes(2);
/** Waits after a failed attempt, in business time. Then it stays `failed` until it is released. */
const RETRIES = [seconds(5), minutes(1), minutes(10), hours(1), hours(6), days(1)];

/** Brings events to the endpoints that want them: signed, several at once, begun in their order. */
export class Deliveries {
  private running: Promise<number> | undefined;

  constructor(
    private readonly sql: Sql,
    private readonly clock: SandboxClock,
    private readonly send: Send,
    private readonly faults: Faults,
  ) {}

  /** Delivers everything due and answers how many posts were made. Calls that overlap come one after another. */
  async deliver(): Promise<number> {
    const before = this.running;
    const mine = Promise.resolve(before)
      .catch(() => 0)
      .then(() => this.rounds());
    this.running = mine;
    return mine;
  }

  private async rounds(): Promise<number> {
    let posted = 0;
    for (;;) {
      const batch = await this.claim();
      if (batch.length === 0) return posted;
      const order = this.faults.take('reorder') ? batch.toReversed() : batch;
      const outcomes = await inLanes(order, (one) => this.post(one));
      await this.close(outcomes);
      posted += batch.length;
    }
  }

  private async post(claimed: Claimed): Promise<Outcome> {
    const { event, endpoint, url, secret, body } = claimed;
    const attempts = claimed.attempts + 1;
    const now = this.clock.now();
    const done = { event, endpoint, attempts, status: 0, due_at: now.toISOString() };
    if (url === null || secret === null || this.faults.take('drop')) return { ...done, state: 'dropped' };

    const status = await this.send(url, { headers: this.headers(secret, body), body });
    if (this.faults.take('duplicate')) await this.send(url, { headers: this.headers(secret, body), body });
    if (status >= 200 && status < 300) return { ...done, state: 'delivered', status };
    const wait = RETRIES[attempts - 1];
    if (wait === undefined) return { ...done, state: 'failed', status };
    return { ...done, state: 'pending', status, due_at: new Date(now.getTime() + wait).toISOString() };
  }

  private headers(secret: string, body: string): Record<string, string> {
    const shift = this.faults.take('stale') ? -600 : this.faults.take('future') ? 600 : 0;
    const key = this.faults.take('bad_signature') ? `${secret}x` : secret;
    const at = Math.floor(this.clock.wall().getTime() / 1000) + shift;
    return {
      'content-type': 'application/json; charset=utf-8',
      'user-agent': 'Stripe/1.0 (local sandbox)',
      'stripe-signature': sign(key, at, body),
    };
  }

  private async claim(): Promise<Claimed[]> {
    const now = this.clock.now();
    return this.sql.query<Claimed>(CLAIM, [now.toISOString(), new Date(now.getTime() + LEASE).toISOString(), BATCH]);
  }

  private async close(outcomes: readonly Outcome[]): Promise<void> {
    await this.sql.query(
      `update stripe_sandbox.delivery set state = row.state, attempts = row.attempts, status = row.status, due_at = row.due_at
       from jsonb_to_recordset($1::jsonb) as row(event text, endpoint text, attempts int, state text, status int, due_at timestamptz)
       where delivery.event = row.event and delivery.endpoint = row.endpoint`,
      [JSON.stringify(outcomes)],
    );
  }
}

const CLAIM = `
  with claimed as (
    update stripe_sandbox.delivery set due_at = $2
    where (event, endpoint) in (
      select event, endpoint from stripe_sandbox.delivery
      where state = 'pending' and due_at <= $1 order by seq limit $3 for update skip locked)
    returning event, endpoint, attempts, seq
  )
  select claimed.event, claimed.endpoint, claimed.attempts, event.body,
         object.data ->> 'url' as url, object.data ->> 'secret' as secret
  from claimed
  join stripe_sandbox.event on event.id = claimed.event
  left join stripe_sandbox.object on object.id = claimed.endpoint
  order by claimed.seq`;

/** The header Stripe signs with: seconds of the machine's time and an HMAC over them and the bytes. */
export function sign(secret: string, at: number, body: string): string {
  return `t=${at},v1=${createHmac('sha256', secret).update(`${at}.${body}`).digest('hex')}`;
}

export const post: Send = async (url, { headers, body }) => {
  try {
    const response = await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(seconds(20)) });
    await response.arrayBuffer();
    return response.status;
  } catch {
    return 0;
  }
};

async function inLanes<Item, Result>(items: readonly Item[], act: (item: Item) => Promise<Result>): Promise<Result[]> {
  const results: Result[] = [];
  const queue = items.entries();
  const lane = async (): Promise<void> => {
    for (const [index, item] of queue) results[index] = await act(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  return results;
}
