import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import type { List, Page } from '../../../platform/http/page.js';
import { intentView, type IntentRead, type IntentView } from './intent.views.js';

/** Calls to the provider as the API and the metrics show them. */
@Injectable()
export class IntentQueries {
  constructor(private readonly database: Database) {}

  async list(page: Page): Promise<List<IntentView>> {
    const { tail, parameters } = page.sql({ at: 'planned_at' });
    const rows = await this.database.query<IntentRead>(
      `select id, provider, operation, subject, state, attempts, generation, planned_at, sent_at, next_at, result_ref, error
       from billing_intent ${tail}`,
      parameters,
    );
    return page.answer(rows, intentView, ({ planned_at: at, id }) => ({ at, id }));
  }

  /** How many calls have no result yet, by provider and state. */
  async unresolved(): Promise<{ provider: string; state: string; count: number }[]> {
    const rows = await this.database.query<{ provider: string; state: string; count: string }>(
      `select provider, state, count(*)::text as count from billing_intent
       where state in ('planned', 'sent', 'unknown') group by 1, 2`,
    );
    return rows.map((row) => ({ ...row, count: Number(row.count) }));
  }
}
