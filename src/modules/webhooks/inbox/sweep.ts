import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { undecided } from './dismissal.queries.js';
import { InboxMetrics, type InboxState } from './inbox.metrics.js';
import { wantUnlessRead } from './refetch.queries.js';

/** Looks again at what waits, and at how the inbox stands. */
@Injectable()
export class Sweep {
  constructor(
    private readonly database: Database,
    private readonly metrics: InboxMetrics,
  ) {}

  /**
   * Rows that wait are tried again after ten seconds: their parent may have come between their look and its release.
   * What has waited for ten minutes is asked for. Only a reading waiting for its own object is not a reason to read it.
   */
  async waiting(): Promise<number> {
    return this.database.transaction(async () => {
      const rows = await this.database.query<{ key: string; since: string; overdue: boolean }>(DUE);
      const overdue = rows.filter((row) => row.overdue).map(({ key, since }) => ({ key, since: new Date(since) }));
      if (overdue.length > 0) await wantUnlessRead(this.database, overdue);
      return rows.length;
    });
  }

  async standing(): Promise<void> {
    const [state] = await this.database.query<{ [Name in keyof InboxState]: string }>(STANDING);
    if (!state) return;
    const { dead, waiting, breaks, oldestLive, oldestBacklog } = state;
    this.metrics.standingAt({
      dead: Number(dead),
      waiting: Number(waiting),
      breaks: Number(breaks),
      oldestLive: Number(oldestLive),
      oldestBacklog: Number(oldestBacklog),
    });
  }
}

const DUE = `
  update webhooks_inbox i set status = 'pending', next_at = now()
  from (select seq from webhooks_inbox where status = 'waiting' and next_at <= now()
        order by seq limit 500 for update skip locked) due
  where i.seq = due.seq
  returning i.waiting_on as key, i.received_at as since, i.received_at < now() - interval '10 minutes'
    and not (i.source = 'refetch' and i.waiting_on = i.object_key) as overdue`;

const STANDING = `
  select (select count(*) from webhooks_inbox i where ${undecided('i')})::text as dead,
    (select count(*) from webhooks_inbox where status = 'waiting')::text as waiting,
    (select count(*) from webhooks_chain_break where closed_at is null)::text as breaks,
    (${oldest(0)})::text as "oldestLive", (${oldest(1)})::text as "oldestBacklog"`;

function oldest(lane: 0 | 1): string {
  return `select coalesce(extract(epoch from clock_timestamp() - min(received_at)), 0)
    from webhooks_inbox where status = 'pending' and lane = ${lane} and next_at <= now()`;
}
