import type { Sql } from '../../../platform/database/database.js';
import type { Stored, WebhookEndpoint } from './wire.js';

export interface State {
  seed: string;
  counter: number;
  invoiceNumber: number;
  offset: number;
  /** Business time stands still here; absent, it runs with the machine's. Milliseconds. */
  heldAt: number | null;
}

export interface ObjectRow {
  id: string;
  type: string;
  seq: number;
  created: number;
  customer: string | null;
  parent: string | null;
  peer: string | null;
  status: string | null;
  data: string;
}

export interface EventRow {
  id: string;
  seq: number;
  type: string;
  created: number;
  object: string | null;
  body: string;
}

export interface DeliveryRow {
  event: string;
  endpoint: string;
  seq: number;
  due_at: string;
}

export interface DueRow {
  kind: string;
  ref: string;
  due_at: number;
  /** The test clock it waits for; else it waits for business time. */
  clock: string | null;
}

export interface KeptAnswer {
  key: string;
  fingerprint: string;
  status: number;
  body: string;
  created: number;
}

/** Everything one request or one stretch of time changed, written by one statement. */
export interface Changes {
  state: State;
  objects: readonly ObjectRow[];
  events: readonly EventRow[];
  deliveries: readonly DeliveryRow[];
  dues: readonly DueRow[];
  undone: readonly Pick<DueRow, 'kind' | 'ref'>[];
  answer?: KeptAnswer | undefined;
}

interface StateRow {
  seed: string;
  counter: string;
  invoice_number: string;
  offset_ms: string;
  held_ms: string | null;
}

const STATE = `seed, counter::text, invoice_number::text, offset_ms::text,
  (extract(epoch from held_at) * 1000)::bigint::text as held_ms`;

export type Loaded = Stored & { seq: number; text: string };

/** The sandbox's tables. One row, `state`, is locked by whoever writes, so writers come one after another. */
export class Store {
  /** Where people reach the sandbox's pages. */
  pages = 'http://127.0.0.1:12111';

  constructor(readonly sql: Sql) {}

  async create(seed: string): Promise<void> {
    await this.sql.query('insert into stripe_sandbox.state (seed) values ($1) on conflict do nothing', [seed]);
  }

  async state({ lock }: { lock: boolean }): Promise<State> {
    const [row] = await this.sql.query<StateRow>(
      `select ${STATE} from stripe_sandbox.state${lock ? ' for update' : ''}`,
    );
    if (!row) throw new Error('The sandbox has not been opened.');
    return {
      seed: row.seed,
      counter: Number(row.counter),
      invoiceNumber: Number(row.invoice_number),
      offset: Number(row.offset_ms),
      heldAt: row.held_ms === null ? null : Number(row.held_ms),
    };
  }

  async load(ids: readonly string[]): Promise<Loaded[]> {
    if (ids.length === 0) return [];
    return this.objects('id = any($1::text[])', [ids]);
  }

  async linked(kind: string, field: 'customer' | 'parent' | 'peer', values: readonly string[]): Promise<Loaded[]> {
    if (values.length === 0) return [];
    return this.objects(`type = $1 and ${field} = any($2::text[])`, [kind, values]);
  }

  async objects(where: string, parameters: readonly unknown[]): Promise<Loaded[]> {
    const rows = await this.sql.query<{ nth: string; data: string }>(
      `select seq::text as nth, data::text as data from stripe_sandbox.object where ${where}`,
      parameters,
    );
    return rows.map(({ nth, data }) => ({ ...(JSON.parse(data) as Stored), seq: Number(nth), text: data }));
  }

  /** What falls due up to an instant, first things first. */
  async due(until: number, limit: number, clock: string | null = null): Promise<DueRow[]> {
    const rows = await this.sql.query<{ kind: string; ref: string; at: string }>(
      `select kind, ref, due_at::text as at from stripe_sandbox.due
       where clock ${clock === null ? 'is null' : '= $3'} and due_at <= $1 order by due_at, kind, ref limit $2`,
      clock === null ? [until, limit] : [until, limit, clock],
    );
    return rows.map(({ kind, ref, at }) => ({ kind, ref, due_at: Number(at), clock }));
  }

  async nextDue(): Promise<number | undefined> {
    const [row] = await this.sql.query<{ at: string | null }>(
      'select min(due_at)::text as at from stripe_sandbox.due where clock is null',
    );
    return row?.at ? Number(row.at) : undefined;
  }

  /** What is said to whom, and what was answered under a key before. One statement: each call needs both. */
  async atHand(key: string | null): Promise<{ endpoints: WebhookEndpoint[]; kept: KeptAnswer | undefined }> {
    const [row] = await this.sql.query<{ endpoints: string; kept: string | null }>(AT_HAND, [key]);
    return {
      endpoints: JSON.parse(row?.endpoints ?? '[]') as WebhookEndpoint[],
      kept: row?.kept ? (JSON.parse(row.kept) as KeptAnswer) : undefined,
    };
  }

  /** One statement of as many parts as there is something to write: planning the empty ones would cost as much. */
  async write({ state, answer, ...changes }: Changes): Promise<void> {
    const parts = Object.entries({ ...changes, answers: answer ? [answer] : [] }).filter(([, rows]) => rows.length > 0);
    const writes = parts.map(([name], n) => `${name} as (${WRITES[name as keyof typeof WRITES](`$${n + 5}`)})`);
    await this.sql.query(`${writes.length > 0 ? `with ${writes.join(', ')}` : ''} ${MOVE}`, [
      ...[state.counter, state.invoiceNumber, state.offset, state.heldAt],
      ...parts.map(([, rows]) => JSON.stringify(rows)),
    ]);
  }
}

const AT_HAND = `
  select (select coalesce(json_agg(data), '[]') from stripe_sandbox.object
          where type = 'webhook_endpoint' and status = 'enabled')::text as endpoints,
    (select row_to_json(idempotency) from stripe_sandbox.idempotency where key = $1)::text as kept`;

const MOVE = `
  update stripe_sandbox.state set counter = $1, invoice_number = $2, offset_ms = $3,
    held_at = to_timestamp($4::double precision / 1000)`;

/** How the rows of each part are written, given where they stand among the parameters. */
const WRITES = {
  objects: (rows: string) => `
    insert into stripe_sandbox.object (id, type, seq, created, customer, parent, peer, status, data)
    select id, type, seq, created, customer, parent, peer, status, data::json
    from jsonb_to_recordset(${rows}::jsonb) as row(id text, type text, seq bigint, created bigint, customer text, parent text, peer text, status text, data text)
    on conflict (id) do update set customer = excluded.customer, parent = excluded.parent, peer = excluded.peer,
      status = excluded.status, data = excluded.data`,
  events: (rows: string) => `
    insert into stripe_sandbox.event (id, seq, type, created, object, body)
    select id, seq, type, created, object, body
    from jsonb_to_recordset(${rows}::jsonb) as row(id text, seq bigint, type text, created bigint, object text, body text)`,
  deliveries: (rows: string) => `
    insert into stripe_sandbox.delivery (event, endpoint, seq, due_at)
    select event, endpoint, seq, due_at
    from jsonb_to_recordset(${rows}::jsonb) as row(event text, endpoint text, seq bigint, due_at timestamptz)`,
  dues: (rows: string) => `
    insert into stripe_sandbox.due (kind, ref, due_at, clock)
    select kind, ref, due_at, clock
    from jsonb_to_recordset(${rows}::jsonb) as row(kind text, ref text, due_at bigint, clock text)
    on conflict (kind, ref) do update set due_at = excluded.due_at, clock = excluded.clock`,
  undone: (rows: string) => `
    delete from stripe_sandbox.due using jsonb_to_recordset(${rows}::jsonb) as row(kind text, ref text)
    where due.kind = row.kind and due.ref = row.ref`,
  answers: (rows: string) => `
    insert into stripe_sandbox.idempotency (key, fingerprint, status, body, created)
    select key, fingerprint, status, body, created
    from jsonb_to_recordset(${rows}::jsonb) as row(key text, fingerprint text, status int, body text, created bigint)
    on conflict (key) do update set fingerprint = excluded.fingerprint, status = excluded.status,
      body = excluded.body, created = excluded.created`,
};
