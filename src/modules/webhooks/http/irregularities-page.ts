import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import type { List, Page } from '../../../platform/http/page.js';
import { iso } from './inbox.views.js';
import type { ChainBreakView, ConflictView } from './irregularities.views.js';

interface BreakRow extends Omit<ChainBreakView, 'occurred_at' | 'first_seen_at' | 'closed_at'> {
  readonly occurred_at: string;
  readonly first_seen: string;
  readonly closed_at: string | null;
}

interface ConflictRow extends Omit<ConflictView, 'received_at'> {
  readonly received_at: string;
}

/** What did not go as it should: histories with something missing, second bodies under one id. */
@Injectable()
export class IrregularitiesPage {
  constructor(private readonly database: Database) {}

  async breaks(page: Page): Promise<List<ChainBreakView>> {
    const { tail, parameters } = page.sql({ at: 'first_seen', open: '(closed_at is null)', provider_id: 'event_id' });
    const rows = await this.database.query<BreakRow>(
      `select id, object_key, kind, event_id as provider_id, expected, found, occurred_at, first_seen, closed_at, closed_by
       from webhooks_chain_break ${tail}`,
      parameters,
    );
    return page.answer(
      rows,
      ({ first_seen, closed_at, occurred_at, ...row }) => ({
        ...row,
        occurred_at: iso(occurred_at) ?? occurred_at,
        first_seen_at: iso(first_seen) ?? first_seen,
        closed_at: closed_at === null ? null : iso(closed_at),
      }),
      ({ first_seen: at, id }) => ({ at, id }),
    );
  }

  async conflicts(page: Page): Promise<List<ConflictView>> {
    const { tail, parameters } = page.sql({ at: 'c.received_at', id: 'c.id', provider_id: 'i.external_id' });
    const rows = await this.database.query<ConflictRow>(
      `select c.id, c.inbox_id as event_id, i.external_id as provider_id, i.type,
         encode(c.first_sha256, 'hex') as first_sha256, encode(c.second_sha256, 'hex') as second_sha256, c.received_at
       from webhooks_conflict c join webhooks_inbox i on i.id = c.inbox_id ${tail}`,
      parameters,
    );
    return page.answer(
      rows,
      (row) => ({ ...row, received_at: iso(row.received_at) ?? row.received_at }),
      ({ received_at: at, id }) => ({ at, id }),
    );
  }
}
