import { Injectable } from '@nestjs/common';
import { days } from '../../kernel/clock.js';
import { Database } from '../database/database.js';

/** A place in the commit order of domain events: `tx:seq`, opaque to whoever keeps one. */
export type Cursor = string;

const START: Cursor = '0:0';
const RESUMABLE = days(1);
const ENOUGH = 1_000;

export interface Glimpse {
  readonly cursor: Cursor;
  readonly id: string;
  readonly type: string;
  readonly subject: string;
  readonly occurred_at: string;
}

/** How far a consumer is: events it has not read (counted up to 10 000), the age of the oldest, what it could not take. */
export interface Standing {
  readonly name: string;
  readonly behind: number;
  readonly lagSeconds: number;
  readonly parked: number;
  readonly pausedAt: Date | null;
}

/** What has been told, for those who look at it without being consumers. */
@Injectable()
export class EventLog {
  constructor(private readonly database: Database) {}

  /** The last event every transaction before which has ended: nothing can surface behind it later. */
  async newest(): Promise<Cursor> {
    const [row] = await this.database.query<{ cursor: Cursor }>(
      `select tx::text || ':' || seq::text as cursor from platform_event
       where tx < pg_snapshot_xmin(pg_current_snapshot()) order by tx desc, seq desc limit 1`,
    );
    return row?.cursor ?? START;
  }

  async after(cursor: Cursor, limit: number): Promise<Glimpse[]> {
    const [tx, seq] = cursor.split(':');
    const rows = await this.database.query<Glimpse>(
      `select tx::text || ':' || seq::text as cursor, id, type, subject, occurred_at from platform_event
       where (tx, seq) > ($1::text::xid8, $2::text::bigint) and tx < pg_snapshot_xmin(pg_current_snapshot())
       order by tx, seq limit $3`,
      [tx, seq, limit],
    );
    return rows.map((row) => ({ ...row, occurred_at: new Date(row.occurred_at).toISOString() }));
  }

  /** Whether somebody who last saw this may go on from there; unknown or too old means to begin anew. */
  async isResumable(cursor: string | undefined, now: Date): Promise<boolean> {
    if (!cursor || !/^\d{1,18}:\d{1,18}$/.test(cursor)) return false;
    const [tx, seq] = cursor.split(':');
    const rows = await this.database.query(
      `select 1 from platform_event where tx = $1::text::xid8 and seq = $2::text::bigint and recorded_at > $3`,
      [tx, seq, new Date(now.getTime() - RESUMABLE)],
    );
    return rows.length > 0;
  }

  /** How many events of these types a consumer has not read yet; at most a thousand are counted. */
  async unread(consumer: string, types: readonly string[]): Promise<number> {
    const [row] = await this.database.query<{ unread: string }>(
      `select count(*)::text as unread from (
         select 1 from platform_event e left join platform_consumer c on c.name = $1
          where (c.name is null or (e.tx, e.seq) > (c.tx, c.seq)) and e.type = any($2::text[]) limit ${ENOUGH}) as waiting`,
      [consumer, types],
    );
    return Number(row?.unread ?? 0);
  }

  /** Seconds for which events have been held back from every consumer by a transaction that is still open somewhere. */
  async horizonLag(): Promise<number> {
    const [row] = await this.database.query<{ lag: string }>(
      `select coalesce(extract(epoch from clock_timestamp() - min(recorded_at)), 0)::text as lag from platform_event
       where tx >= pg_snapshot_xmin(pg_current_snapshot())`,
    );
    return Math.max(0, Number(row?.lag ?? 0));
  }

  /** Every consumer there has been, by name. */
  async standings(): Promise<Standing[]> {
    const rows = await this.database.query<{
      name: string;
      behind: string;
      lag: string;
      parked: string;
      paused_at: string | null;
    }>(STANDINGS);
    return rows.map(({ name, behind, lag, parked, paused_at: paused }) => ({
      name,
      behind: Number(behind),
      lagSeconds: Math.round(Number(lag)),
      parked: Number(parked),
      pausedAt: paused === null ? null : new Date(paused),
    }));
  }
}

const STANDINGS = `
  select c.name, c.paused_at, coalesce(ahead.behind, 0)::text as behind, coalesce(ahead.lag, 0)::text as lag,
    (select count(*) from platform_parked_event p where p.consumer = c.name)::text as parked
  from platform_consumer c left join lateral (
    select count(*) as behind, extract(epoch from clock_timestamp() - min(recorded_at)) as lag
    from (select recorded_at from platform_event e where (e.tx, e.seq) > (c.tx, c.seq) order by e.tx, e.seq limit 10000) unread
  ) ahead on true
  order by c.name`;
