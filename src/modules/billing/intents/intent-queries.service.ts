import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { isId } from '../../../kernel/id.js';
import { Database } from '../../../platform/database/database.js';
import type { List, Page } from '../../../platform/http/page.js';
import { IntentNotFound } from './decision.errors.js';
import { OVERDUE } from './horizon.js';
import { intentView, type IntentRead, type IntentView } from './intent.views.js';

/** Calls to the provider as the API and the metrics show them. */
@Injectable()
export class IntentQueries {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async list(page: Page): Promise<List<IntentView>> {
    const { tail, parameters } = page.sql({ at: 'planned_at' });
    const rows = await this.database.query<IntentRead>(`${SELECT} ${tail}`, parameters);
    return page.answer(rows, intentView, ({ planned_at: at, id }) => ({ at, id }));
  }

  /** @throws IntentNotFound */
  async one(id: string): Promise<IntentView> {
    const [row] = isId(id) ? await this.database.query<IntentRead>(`${SELECT} where id = $1`, [id]) : [];
    if (!row) throw new IntentNotFound(id);
    return intentView(row);
  }

  /** Calls nobody can tell the outcome of, and calls that should have had one long ago and are not held, by state. */
  async overdue(): Promise<{ provider: string; state: string; count: number }[]> {
    const since = new Date(this.clock.wall().getTime() - OVERDUE);
    return this.database.query(
      `select provider, state, count(*)::int as count from billing_intent
       where state = 'unknown' or (state in ('planned', 'sent') and greatest(planned_at, held_until) < $1)
       group by 1, 2 order by 1, 2`,
      [since],
    );
  }
}

const SELECT = `
  select id, provider, operation, subject, state, attempts, generation, planned_at, sent_at, next_at, held_until, result_ref, error,
    decided_by, decided_at, decided_why
  from billing_intent`;
