import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { isId, newId } from '../../../kernel/id.js';
import { Database } from '../../../platform/database/database.js';
import { currentAct } from '../../../platform/events/act.js';
import { WakeUps } from '../../../platform/events/wake-ups.js';
import { RangeBackwards, ReplayNotFound, ReplayRunning } from './replay.errors.js';
import { setAsideForGood } from './set-aside.js';
import { DONE_BEFORE } from './settlement.js';

export interface AskedReplay {
  readonly from: Date;
  readonly to: Date;
  readonly provider?: string | undefined;
  readonly types?: readonly string[] | undefined;
  readonly statuses: readonly string[];
}

export interface ReplayRow {
  readonly id: string;
  readonly starts_at: string;
  readonly ends_at: string;
  readonly provider: string | null;
  readonly types: readonly string[] | null;
  readonly statuses: readonly string[];
  readonly status: 'running' | 'done' | 'cancelled';
  readonly total: number;
  readonly replayed: number;
  readonly requested_by: string;
  readonly created_at: string;
  readonly done_at: string | null;
}

/** Made due at a time; no more while so many of the backlog still are, so that a cancelled replay ends soon. */
const PIECE = 500;
const WAITING = 2_000;

/** Ranges of events folded once more, piece by piece behind what is live: what is done folds to no change. */
@Injectable()
export class RangeReplays {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly wakeUps: WakeUps,
  ) {}

  /** @throws RangeBackwards; ReplayRunning: one at a time */
  async start({ from, to, provider, types, statuses }: AskedReplay): Promise<ReplayRow> {
    if (from >= to) throw new RangeBackwards(from, to);
    const id = newId(this.clock.wall());
    const by = currentAct()?.actor ?? 'engine';
    const made = await this.database.query(START, [
      ...[id, from, to, provider ?? null, types ? [...types] : null, [...statuses], by, this.clock.wall()],
    ]);
    if (made.length === 0) throw new ReplayRunning();
    this.wakeUps.wake('inbox');
    return this.one(id);
  }

  /** What was made due already is folded; nothing more is. @throws ReplayNotFound */
  async cancel(id: string): Promise<ReplayRow> {
    const { id: found } = await this.one(id);
    await this.database.query(
      `update webhooks_replay set status = 'cancelled', done_at = $2 where id = $1 and status = 'running'`,
      [found, this.clock.wall()],
    );
    return this.one(id);
  }

  /** @throws ReplayNotFound */
  async one(id: string): Promise<ReplayRow> {
    const [row] = isId(id) ? await this.database.query<ReplayRow>(`${REPLAYS} where id = $1`, [id]) : [];
    if (!row) throw new ReplayNotFound(id);
    return row;
  }

  /** Makes the next piece of the running replay due. @returns how many events that were */
  async goOn(): Promise<number> {
    return this.database.transaction(async () => {
      const [running] = await this.database.query<{ id: string }>(
        `select id from webhooks_replay where status = 'running' for update skip locked`,
      );
      if (!running || (await this.isBusy())) return 0;
      const [piece] = await this.database.query<{ count: string; last: string | null }>(PIECE_DUE, [running.id, PIECE]);
      const count = Number(piece?.count ?? 0);
      await this.database.query(ADVANCE, [running.id, count, piece?.last ?? null, count < PIECE, this.clock.wall()]);
      if (count > 0) this.database.afterCommit(() => this.wakeUps.wake('inbox'));
      return count;
    });
  }

  private async isBusy(): Promise<boolean> {
    const rows = await this.database.query(
      `select from webhooks_inbox where status = 'pending' and lane = 1 and next_at <= now() limit ${WAITING}`,
    );
    return rows.length === WAITING;
  }
}

export const REPLAYS = `
  select id, starts_at, ends_at, provider, to_json(types) as types, to_json(statuses) as statuses, status, total, replayed,
    requested_by, created_at, done_at
  from webhooks_replay`;

const IN_RANGE = `i.received_at >= r.starts_at and i.received_at < r.ends_at and (r.provider is null or i.provider = r.provider)
  and (r.types is null or i.type = any(r.types)) and i.status = any(r.statuses) and i.type <> 'unreadable'
  and not ${setAsideForGood('i')}`;

const START = `
  with r as (
    select $1::uuid as id, $2::timestamptz as starts_at, $3::timestamptz as ends_at, $4::text as provider,
      $5::text[] as types, $6::text[] as statuses
  )
  insert into webhooks_replay (id, starts_at, ends_at, provider, types, statuses, status, total, requested_by, created_at)
  select id, starts_at, ends_at, provider, types, statuses, 'running',
    (select count(*) from webhooks_inbox i where ${IN_RANGE}), $7, $8::timestamptz
  from r
  on conflict do nothing returning id`;

const PIECE_DUE = `
  with r as (select * from webhooks_replay where id = $1), piece as (
    select i.seq from webhooks_inbox i, r where i.seq > r.last_seq and ${IN_RANGE}
    order by i.seq limit $2 for update of i
  ), due as (
    update webhooks_inbox i set status = 'pending', lane = 1, attempts = 0, next_at = now(), waiting_on = null,
      last_error = null, outcome = null, done_at = ${DONE_BEFORE}
    from piece where i.seq = piece.seq returning i.seq, i.id
  ), undone as (
    delete from webhooks_dismissal d using due where d.inbox_id = due.id
  )
  select count(*)::text as count, max(seq)::text as last from due`;

const ADVANCE = `
  update webhooks_replay set replayed = replayed + $2::int, last_seq = coalesce($3::bigint, last_seq),
    status = case when $4 then 'done' else status end, done_at = case when $4 then $5::timestamptz end
  where id = $1 and status = 'running'`;
