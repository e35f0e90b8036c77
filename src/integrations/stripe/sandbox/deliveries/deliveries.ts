import { days, hours, minutes, seconds } from '../../../../kernel/clock.js';
import type { Sql } from '../../../../platform/database/database.js';
import type { SandboxClock } from '../clock.js';
import type { Postman } from './postman.js';

interface Claimed {
  event: string;
  type: string;
  endpoint: string;
  attempts: number;
  body: string;
  url: string | null;
  secret: string | null;
  /** The secret that was rolled, as long as it still signs. */
  former: string | null;
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
    private readonly postman: Postman,
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

  /** How many deliveries are in which state. */
  async states(): Promise<Record<string, number>> {
    const rows = await this.sql.query<{ state: string; n: string }>(
      'select state, count(*)::text as n from stripe_sandbox.delivery group by state order by state',
    );
    return Object.fromEntries(rows.map(({ state, n }) => [state, Number(n)]));
  }

  async list(state: string | undefined, limit: number): Promise<object[]> {
    return this.sql.query(
      `select delivery.event, event.type, delivery.endpoint, delivery.state, delivery.attempts, delivery.status, delivery.due_at
       from stripe_sandbox.delivery join stripe_sandbox.event on event.id = delivery.event
       where $1::text is null or delivery.state = $1 order by delivery.seq desc, delivery.endpoint limit $2`,
      [state ?? null, limit],
    );
  }

  async release(event: string | undefined): Promise<void> {
    await this.sql.query(
      `update stripe_sandbox.delivery set state = 'pending', attempts = 0, due_at = $1
       where case when $2::text is null then state <> 'delivered' else event = $2 end`,
      [this.clock.now().toISOString(), event ?? null],
    );
  }

  private async rounds(): Promise<number> {
    let posted = 0;
    for (;;) {
      const batch = await this.claim();
      if (batch.length === 0) return posted;
      const { items, inOrder } = this.postman.faults.reordered(batch);
      // An order that was asked for shows only when the next begins after the last has ended.
      const outcomes = await inLanes(items, inOrder ? 1 : AT_ONCE, (one) => this.post(one));
      await this.close(outcomes);
      posted += batch.length;
      if (batch.length < BATCH) return posted;
    }
  }

  private async post({ event, type, endpoint, url, secret, former, body, ...claimed }: Claimed): Promise<Outcome> {
    const attempts = claimed.attempts + 1;
    const now = this.clock.now();
    const done = { event, endpoint, attempts, status: 0, due_at: now.toISOString() };
    if (url === null || secret === null || this.postman.faults.take('drop', type)) return { ...done, state: 'dropped' };
    const delay = this.postman.faults.take('delay', type);
    if (delay) {
      const due = after(now, seconds(delay.seconds ?? 60));
      return { ...done, attempts: claimed.attempts, state: 'pending', due_at: due };
    }
    const status = await this.postman.bring({
      type,
      url,
      body,
      secrets: former === null ? [secret] : [secret, former],
    });
    if (status >= 200 && status < 300) return { ...done, state: 'delivered', status };
    const wait = RETRIES[attempts - 1];
    if (wait === undefined) return { ...done, state: 'failed', status };
    return { ...done, state: 'pending', status, due_at: after(now, wait) };
  }

  private async claim(): Promise<Claimed[]> {
    const now = this.clock.now();
    const lease = after(now, LEASE);
    return this.sql.query<Claimed>(CLAIM, [now.toISOString(), lease, BATCH, Math.floor(now.getTime() / 1000)]);
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
  select claimed.event, event.type, claimed.endpoint, claimed.attempts, event.body,
         object.data ->> 'url' as url, object.data ->> 'secret' as secret,
         case when (rolled.data ->> 'until')::bigint > $4 then rolled.data ->> 'secret' end as former
  from claimed
  join stripe_sandbox.event on event.id = claimed.event
  left join stripe_sandbox.object on object.id = claimed.endpoint
  left join stripe_sandbox.object as rolled on rolled.id = 'rolled_' || claimed.endpoint
  order by claimed.seq`;

function after(date: Date, milliseconds: number): string {
  return new Date(date.getTime() + milliseconds).toISOString();
}

async function inLanes<Item, Result>(
  items: readonly Item[],
  lanes: number,
  act: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const queue = items.entries();
  const lane = async (): Promise<void> => {
    for (const [index, item] of queue) results[index] = await act(item);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return results;
}
