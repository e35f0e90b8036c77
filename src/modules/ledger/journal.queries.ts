import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import type { List, Page } from '../../platform/http/page.js';
import { Causes, type Cause } from './causes.js';
import { journalView, type JournalRow, type JournalView } from './journal.views.js';
import { JournalNotFound } from './ledger.errors.js';

/** A journal walked back to what told us, and forward to what came of the same story. */
export interface Explanation extends JournalView {
  readonly cause: Cause | null;
  /** The rules of the story, in the order in which they took effect. */
  readonly story: string[];
  readonly related: readonly { journal_id: string; rule: string; effective_at: string }[];
}

@Injectable()
export class JournalQueries {
  constructor(
    private readonly database: Database,
    private readonly causes: Causes,
  ) {}

  /** Newest first. */
  async list(page: Page): Promise<List<JournalView>> {
    const { tail, parameters } = page.sql({ at: 'j.effective_at', id: 'j.id', effective_at: 'j.effective_at' });
    const rows = await this.database.query<JournalRow>(`${SELECT} ${tail}`, parameters);
    return page.answer(rows, journalView, ({ id, effective_at: at }) => ({ id, at }));
  }

  /** @throws JournalNotFound */
  async one(id: string): Promise<JournalView> {
    return journalView(await this.row(id));
  }

  /** @throws JournalNotFound */
  async explain(id: string): Promise<Explanation> {
    const row = await this.row(id);
    const story = await this.database.query<{ id: string; rule: string; effective_at: string }>(STORY, [
      row.correlation_id,
    ]);
    return {
      ...journalView(row),
      cause: await this.causes.of(row.cause_event),
      story: [...new Set(story.map(({ rule }) => rule))],
      related: story
        .filter((one) => one.id !== row.id)
        .map((one) => ({ journal_id: one.id, rule: one.rule, effective_at: new Date(one.effective_at).toISOString() })),
    };
  }

  private async row(id: string): Promise<JournalRow> {
    const [row] = await this.database.query<JournalRow>(`${SELECT} where j.id = $1`, [id]);
    if (!row) throw new JournalNotFound(id);
    return row;
  }
}

const SELECT = `
  select j.id, j.posting_key, j.fact_provider, j.fact_kind, j.fact_id, j.rule, j.revision, j.effective_at, j.recorded_at,
         j.cause_event, j.correlation_id, j.reverses, j.memo,
         (select r.id from ledger_journal r where r.reverses = j.id) as reversed_by,
         (select jsonb_agg(to_jsonb(e) order by e.line) from ledger_entry e where e.journal_id = j.id) as lines
    from ledger_journal j`;

const STORY = `
  select id, rule, effective_at from ledger_journal where correlation_id = $1 order by effective_at, recorded_at, id limit 200`;
