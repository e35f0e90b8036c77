import type { Sql } from '../../../platform/database/database.js';
import { MOMENT, MOVE, STATE, WRITES } from './store.queries.js';
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

/** How everything stands at one instant, as to one call or to what is due until then. */
export interface Moment {
  readonly state: State;
  /** Changes with every turn that is written. */
  readonly version: string;
  readonly endpoints: WebhookEndpoint[];
  /** What was answered under the key before. */
  readonly kept: KeptAnswer | undefined;
  /** What business time has reached, first things first. */
  readonly due: DueRow[];
}

export interface Asked {
  readonly key?: string | null;
  /** Seconds. */
  readonly until?: number;
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

/** Of a turn that changed nothing but the state. */
export const NOTHING = { objects: [], events: [], deliveries: [], dues: [], undone: [] } satisfies Partial<Changes>;

interface StateRow {
  version: string;
  seed: string;
  counter: string;
  invoice_number: string;
  offset_ms: string;
  held_ms: string | null;
}

export type Loaded = Stored & { seq: number; text: string };

/** Due items taken at once. */
export const BATCH = 400;

/** The sandbox's tables. One row, `state`, is changed by whoever writes, so that nobody writes past another. */
export class Store {
  /**
   * @param often for the few statements of which every turn is made
   * @param place where people reach the sandbox's pages
   */
  constructor(
    readonly sql: Sql,
    readonly often: Sql,
    readonly place = { pages: 'http://127.0.0.1:12111' },
  ) {}

  async create(seed: string): Promise<void> {
    await this.sql.query('insert into stripe_sandbox.state (seed) values ($1) on conflict do nothing', [seed]);
  }

  async state(): Promise<State> {
    return stateOf(await this.row(`select ${STATE} from stripe_sandbox.state`));
  }

  async version(): Promise<string> {
    return (await this.row(`select ${STATE} from stripe_sandbox.state`)).version;
  }

  /** Keeps everybody else from writing until the transaction at hand ends. */
  async hold(): Promise<void> {
    await this.sql.query('select 1 from stripe_sandbox.state for update');
  }

  /** One statement, so that all of it is of one instant. */
  async moment({ key = null, until }: Asked): Promise<Moment> {
    const row = await this.row<StateRow & { endpoints: string; kept: string | null; due: string }>(MOMENT, [
      ...[key, until ?? null, BATCH],
    ]);
    return {
      state: stateOf(row),
      version: row.version,
      endpoints: JSON.parse(row.endpoints) as WebhookEndpoint[],
      kept: row.kept === null ? undefined : (JSON.parse(row.kept) as KeptAnswer),
      due: JSON.parse(row.due) as DueRow[],
    };
  }

  async load(ids: readonly string[]): Promise<Loaded[]> {
    if (ids.length === 0) return [];
    return this.objects('id = any($1::text[])', [ids], this.often);
  }

  async linked(kind: string, field: 'customer' | 'parent' | 'peer', values: readonly string[]): Promise<Loaded[]> {
    if (values.length === 0) return [];
    return this.objects(`type = $1 and ${field} = any($2::text[])`, [kind, values], this.often);
  }

  async objects(where: string, parameters: readonly unknown[], sql = this.sql): Promise<Loaded[]> {
    const rows = await sql.query<{ nth: string; data: string }>(
      `select seq::text as nth, data::text as data from stripe_sandbox.object where ${where}`,
      parameters,
    );
    return rows.map(({ nth, data }) => ({ ...(JSON.parse(data) as Stored), seq: Number(nth), text: data }));
  }

  /** What falls due by a test clock up to an instant, first things first. */
  async dueBy(clock: string, until: number): Promise<DueRow[]> {
    const rows = await this.sql.query<{ kind: string; ref: string; at: string }>(
      `select kind, ref, due_at::text as at from stripe_sandbox.due
       where clock = $1 and due_at <= $2 order by due_at, kind, ref limit $3`,
      [clock, until, BATCH],
    );
    return rows.map(({ kind, ref, at }) => ({ kind, ref, due_at: Number(at), clock }));
  }

  async nextDue(): Promise<number | undefined> {
    const [row] = await this.sql.query<{ at: string | null }>(
      'select min(due_at)::text as at from stripe_sandbox.due where clock is null',
    );
    return row?.at ? Number(row.at) : undefined;
  }

  /**
   * One statement of as many parts as there is something to write: planning the empty ones would cost as much.
   * @returns the new version; nothing where somebody else has written since `version`, and then nothing is written
   */
  async write({ state, answer, ...changes }: Changes, version: string): Promise<string | undefined> {
    const parts = Object.entries({ ...changes, answers: answer ? [answer] : [] }).filter(([, rows]) => rows.length > 0);
    const writes = parts.map(([name], n) => `, ${name} as (${WRITES[name as keyof typeof WRITES](`$${n + 6}`)})`);
    const [moved] = await this.often.query<{ version: string }>(
      `with moved as (${MOVE}) ${writes.join('')} select version from moved`,
      [
        ...[state.counter, state.invoiceNumber, state.offset, state.heldAt, version],
        ...parts.map(([, rows]) => JSON.stringify(rows)),
      ],
    );
    return moved?.version;
  }

  private async row<Row extends object = StateRow>(sql: string, parameters: readonly unknown[] = []): Promise<Row> {
    const [row] = await this.often.query<Row>(sql, parameters);
    if (!row) throw new Error('The sandbox has not been opened.');
    return row;
  }
}

function stateOf({ seed, counter, invoice_number: number, offset_ms: offset, held_ms: held }: StateRow): State {
  const heldAt = held === null ? null : Number(held);
  return { seed, counter: Number(counter), invoiceNumber: Number(number), offset: Number(offset), heldAt };
}
