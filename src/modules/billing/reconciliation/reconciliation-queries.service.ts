import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { isId } from '../../../kernel/id.js';
import { Database } from '../../../platform/database/database.js';
import type { List, Page } from '../../../platform/http/page.js';
import { BreakNotFound, RunNotFound } from './break.errors.js';
import type { ProofOfRun } from './proof-of-run.js';
import {
  breakView,
  runView,
  type BreakRead,
  type BreakView,
  type RunDetail,
  type RunRead,
  type RunView,
} from './reconciliation.views.js';

/** Runs and breaks as the API and the metrics show them. */
@Injectable()
export class ReconciliationQueries {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async runs(page: Page): Promise<List<RunView>> {
    const { tail, parameters } = page.sql({});
    return page.answer(await this.database.query<RunRead>(`${RUNS} ${tail}`, parameters), runView);
  }

  /** @throws RunNotFound */
  async run(id: string): Promise<RunDetail> {
    const [row] = isId(id)
      ? await this.database.query<RunRead & { proof: ProofOfRun }>(`${RUNS_WITH_PROOF} where id = $1`, [id])
      : [];
    if (!row) throw new RunNotFound(id);
    return { ...runView(row), proof: row.proof };
  }

  async breaks(page: Page): Promise<List<BreakView>> {
    const { tail, parameters } = page.sql({ at: 'opened_at' });
    const rows = await this.database.query<BreakRead>(`${BREAKS} ${tail}`, parameters);
    const now = this.clock.now();
    return page.answer(
      rows,
      (row) => breakView(row, now),
      ({ opened_at: at, id }) => ({ at, id }),
    );
  }

  /** @throws BreakNotFound */
  async break(id: string): Promise<BreakView> {
    const [row] = isId(id) ? await this.database.query<BreakRead>(`${BREAKS} where id = $1`, [id]) : [];
    if (!row) throw new BreakNotFound(id);
    return breakView(row, this.clock.now());
  }

  async openByKind(): Promise<{ kind: string; count: number }[]> {
    const rows = await this.database.query<{ kind: string; count: string }>(
      `select kind, count(*)::text as count from billing_break where status = 'open' group by 1`,
    );
    return rows.map(({ kind, count }) => ({ kind, count: Number(count) }));
  }
}

const RUN = 'select id, layer, from_at, until_at, theirs, ours, opened, closed, repaired, hash, error, created_at';
const RUNS = `${RUN} from billing_reconciliation_run`;
const RUNS_WITH_PROOF = `${RUN}, proof from billing_reconciliation_run`;

const BREAKS = `
  select id, layer, kind, subject, status, ours, theirs, times, owner, closed_by, reason, opened_at, seen_at, closed_at
  from billing_break`;
