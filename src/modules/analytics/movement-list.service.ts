import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import type { List, Page } from '../../platform/http/page.js';
import { MovementNotFound } from './analytics.errors.js';
import type { MovementRow } from './movement.queries.js';
import { movementView, type MovementView, standingView, type StandingView } from './movement.view.js';
import { moneyFactView, type MoneyFactRow, type MoneyFactView } from './money-fact.view.js';
import { planNames } from './plan-names.queries.js';
import { worthOverTime, type SubscriptionVersion } from './recurring-value.js';
import { Knowledge } from './knowledge.service.js';

/** A movement with its cause: the subscription before and after, the provider's event, the journals of the same story. */
export interface MovementCause extends MovementView {
  readonly reversed_by: string | null;
  readonly subscription: { readonly before: StandingView | null; readonly after: StandingView | null };
  readonly cause: {
    readonly event_id: string;
    readonly provider_event_id: string | null;
    readonly inbox_event: string | null;
    readonly correlation_id: string;
  };
  readonly journals: readonly MoneyFactView[];
}

/** Movements and money facts as lists, and the cause of one. */
@Injectable()
export class MovementList {
  constructor(
    private readonly database: Database,
    private readonly knowledge: Knowledge,
  ) {}

  async movements(page: Page): Promise<List<MovementView>> {
    const { version } = await this.knowledge.policy();
    const columns = { at: 'effective_at', plan: 'plan_id', customer: 'customer_id', subscription: 'subscription_id' };
    const { tail, parameters } = page.sql(columns, { where: 'policy_version = $1', parameters: [version] });
    const rows = await this.database.query<MovementRow>(`select * from analytics_mrr_movement ${tail}`, parameters);
    const names = await this.plansOf(rows);
    return page.answer(
      rows,
      (row) => movementView(row, names),
      ({ effective_at: at, id }) => ({ at, id }),
    );
  }

  async moneyFacts(page: Page): Promise<List<MoneyFactView>> {
    const { tail, parameters } = page.sql({ at: 'effective_at' });
    const rows = await this.database.query<MoneyFactRow>(`select * from analytics_money_fact ${tail}`, parameters);
    return page.answer(rows, moneyFactView, ({ effective_at: at, id }) => ({ at, id }));
  }

  /** @throws MovementNotFound */
  async cause(id: string): Promise<MovementCause> {
    const [row] = await this.database.query<MovementRow & { reversed_by: string | null }>(ONE, [id]);
    if (!row) throw new MovementNotFound();
    const journals = await this.database.query<MoneyFactRow>(JOURNALS, [row.inbox_event_id, row.correlation_id]);
    return {
      ...movementView(row, await this.plansOf([row])),
      reversed_by: row.reversed_by,
      subscription: await this.across(row),
      cause: {
        event_id: row.cause_event_id,
        provider_event_id: row.provider_event_id,
        inbox_event: row.inbox_event_id && `/api/v1/webhooks/inbox/${row.inbox_event_id}`,
        correlation_id: row.correlation_id,
      },
      journals: journals.map(moneyFactView),
    };
  }

  private plansOf(rows: readonly MovementRow[]): Promise<ReadonlyMap<string, string>> {
    return planNames(
      this.database,
      rows.map(({ subscription_id: subscription }) => subscription),
    );
  }

  /** The versions in force just before and from the movement's instant on, as they are known now. */
  private async across({ subscription_id: subscription, effective_at: at }: MovementRow) {
    const [fact] = await this.database.query<{ versions: SubscriptionVersion[] }>(VERSIONS, [subscription]);
    const line = worthOverTime(fact?.versions ?? [], await this.knowledge.policy());
    const instant = new Date(at).getTime();
    const before = line.findLast((worth) => worth.at < instant)?.version;
    const after = line.findLast((worth) => worth.at <= instant)?.version;
    return { before: before ? standingView(before) : null, after: after ? standingView(after) : null };
  }
}

const ONE = `
  select m.*, (select id from analytics_mrr_movement r where r.reverses = m.id) as reversed_by
    from analytics_mrr_movement m where m.id = $1::uuid`;

const VERSIONS = 'select versions from analytics_subscription_fact where subscription_id = $1::uuid';

const JOURNALS = `
  select * from analytics_money_fact where cause_event = $1 or correlation_id = $2::uuid
   order by effective_at, id limit 50`;
