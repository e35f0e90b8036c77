import { Injectable } from '@nestjs/common';
import { derivedId } from '../../kernel/id.js';
import { Database } from '../../platform/database/database.js';
import { customerMovements } from './customer-movements.js';
import { difference, type Standing } from './difference.js';
import type { Batch } from './knowledge.service.js';
import type { Movement } from './movement.js';
import {
  keepSubscriptions,
  subscriptionsOf,
  writeMovements,
  writtenFor,
  type MovementRow,
} from './movement.queries.js';
import type { SubscriptionFact } from './subscription-fact.js';

/** Brings the movements of customers to what the told histories say, by adding rows only. */
@Injectable()
export class RecurringRevenue {
  constructor(private readonly database: Database) {}

  /** Four statements for any number of subscriptions. @returns the number of the last row written */
  async record(told: readonly SubscriptionFact[], batch: Batch): Promise<number> {
    const customers = await keepSubscriptions(this.database, told);
    if (customers.length === 0) return batch.seq;
    const facts = await subscriptionsOf(this.database, customers);
    const written = await writtenFor(this.database, batch.policy.version, customers);
    const rows = new RowsOf(batch, told, written).bringing(customers, facts);
    await writeMovements(this.database, rows);
    return batch.seq + rows.length;
  }
}

/** Rows of one batch, numbered and keyed. */
class RowsOf {
  private readonly rows: MovementRow[] = [];
  private readonly revisions = new Map<string, number>();
  private readonly toldOfSubscription: ReadonlyMap<string, SubscriptionFact>;
  private readonly toldOfCustomer: ReadonlyMap<string, SubscriptionFact>;

  constructor(
    private readonly batch: Batch,
    private readonly told: readonly SubscriptionFact[],
    private readonly written: readonly (Standing & { reversed: boolean })[],
  ) {
    this.toldOfSubscription = new Map(told.map((fact) => [fact.subscriptionId, fact]));
    this.toldOfCustomer = new Map(told.map((fact) => [fact.customerId, fact]));
    for (const { movementKey } of written) this.nextRevision(movementKey.replace(/:r\d+$/, ''));
  }

  bringing(customers: readonly string[], facts: readonly SubscriptionFact[]): readonly MovementRow[] {
    const living = this.written.filter(({ reversed }) => !reversed);
    const standing = Map.groupBy(living, ({ customerId }) => customerId);
    const known = Map.groupBy(facts, ({ customerId }) => customerId);
    for (const customerId of customers) {
      const desired = customerMovements(known.get(customerId) ?? [], this.batch.policy);
      const { takenBack, added } = difference(standing.get(customerId) ?? [], desired);
      for (const row of takenBack) this.add(row, { key: `${row.movementKey}:x`, weight: -1, reverses: row.id });
      for (const movement of added) this.add(movement, { key: this.keyOf(movement), weight: 1, reverses: null });
    }
    return this.rows;
  }

  private add(movement: Movement, { key, weight, reverses }: { key: string; weight: 1 | -1; reverses: string | null }) {
    const told = this.causeOf(movement);
    this.rows.push({
      ...columnsOf(movement, weight),
      id: derivedId(new Date(movement.effectiveAt), key),
      recorded_seq: this.batch.seq + this.rows.length + 1,
      policy_version: this.batch.policy.version,
      recorded_at: this.batch.recordedAt,
      cause_event_id: told.causeEvent,
      correlation_id: told.correlationId,
      reverses,
      movement_key: key,
    });
  }

  /** What told us: the subscription's own history, another one of the customer, or the one that left the customer. */
  private causeOf({ subscriptionId, customerId }: Movement): SubscriptionFact {
    const cause = this.toldOfSubscription.get(subscriptionId) ?? this.toldOfCustomer.get(customerId) ?? this.told[0];
    if (!cause) throw new Error(`Nothing was told of customer ${customerId}.`);
    return cause;
  }

  private keyOf({ customerId, subscriptionId, itemKey, effectiveAt, kind }: Movement): string {
    const base = [`v${this.batch.policy.version}`, customerId, subscriptionId, itemKey, effectiveAt, kind].join(':');
    return `${base}:r${this.nextRevision(base)}`;
  }

  private nextRevision(base: string): number {
    const revision = this.revisions.get(base) ?? 0;
    this.revisions.set(base, revision + 1);
    return revision;
  }
}

function columnsOf(movement: Movement, weight: 1 | -1) {
  return {
    customer_id: movement.customerId,
    subscription_id: movement.subscriptionId,
    item_key: movement.itemKey,
    plan_id: movement.planId,
    interval: movement.interval,
    effective_at: movement.effectiveAt,
    kind: movement.kind,
    reason: movement.reason,
    currency: movement.currency,
    arr_before_minor: movement.arrBefore,
    arr_after_minor: movement.arrAfter,
    delta_minor: weight * movement.delta,
    weight,
    leads_instant: movement.leads,
    active_change: weight * movement.activeChange,
    paused_change: weight * movement.pausedChange,
    provider_event_id: movement.providerEvent,
    inbox_event_id: movement.inboxEvent,
  };
}
