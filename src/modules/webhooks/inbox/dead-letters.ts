import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { isId } from '../../../kernel/id.js';
import { Database } from '../../../platform/database/database.js';
import { currentAct } from '../../../platform/events/act.js';
import { undecided } from './dismissal.queries.js';
import { EventNotFound } from './inbox.errors.js';
import { NotDead } from './replay.errors.js';

/** Events that were given up, as somebody decides about them. */
@Injectable()
export class DeadLetters {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** How many wait for somebody to decide about them. */
  async undecided(): Promise<number> {
    const [row] = await this.database.query<{ count: number }>(UNDECIDED);
    return row?.count ?? 0;
  }

  /**
   * It stays given up, and is no longer counted as something to look at. Who said so, when and why is kept.
   * @throws EventNotFound, NotDead
   */
  async dismiss(id: string, reason: string): Promise<void> {
    const by = currentAct()?.actor ?? 'engine';
    const [row] = isId(id)
      ? await this.database.query<{ status: string }>(DISMISS, [id, reason, by, this.clock.wall()])
      : [];
    if (!row) throw new EventNotFound(id);
    if (row.status !== 'dead') throw new NotDead(id);
  }
}

/** In one step: what is replayed meanwhile may die anew, and nobody has decided about that. */
const DISMISS = `
  with asked as (
    select id, status from webhooks_inbox where id = $1 for update
  ), dismissed as (
    insert into webhooks_dismissal (inbox_id, reason, dismissed_by, dismissed_at)
    select id, $2, $3, $4::timestamptz from asked where status = 'dead'
    on conflict (inbox_id) do nothing
  )
  select status from asked`;

const UNDECIDED = `
  select count(*)::int as count from webhooks_inbox i where ${undecided('i')}`;
