import type { MovementRow } from './movement.queries.js';
import { inWords, major } from './printed.js';
import type { SubscriptionVersion } from './recurring-value.js';

/** A movement as it is listed. Amounts are a month's, in major units; the yearly ones are exact. */
export interface MovementView {
  readonly id: string;
  readonly kind: string;
  readonly reason: string;
  readonly customer_id: string;
  readonly subscription_id: string;
  readonly item_key: string;
  readonly plan_id: string;
  /** The id again where it has no name. */
  readonly plan_name: string;
  readonly interval: string;
  readonly currency: string;
  readonly amount: number;
  readonly mrr_before: number;
  readonly mrr_after: number;
  readonly arr_before: number;
  readonly arr_after: number;
  readonly arr_change: number;
  readonly leads_instant: boolean;
  readonly weight: number;
  readonly reverses: string | null;
  readonly effective_at: string;
  readonly recorded_at: string;
  readonly policy_version: number;
  /** The rule that was applied, in words. */
  readonly rule: string;
  readonly explain: string;
}

export function movementView(row: MovementRow, planNames: ReadonlyMap<string, string>): MovementView {
  const { currency } = row;
  const [before, after, change] = [Number(row.arr_before_minor), Number(row.arr_after_minor), Number(row.delta_minor)];
  return {
    id: row.id,
    kind: row.kind,
    reason: row.reason,
    customer_id: row.customer_id,
    subscription_id: row.subscription_id,
    item_key: row.item_key,
    plan_id: row.plan_id,
    plan_name: planNames.get(row.plan_id) ?? row.plan_id,
    interval: row.interval,
    currency,
    amount: major(change / 12, currency),
    mrr_before: major(before / 12, currency),
    mrr_after: major(after / 12, currency),
    arr_before: major(before, currency),
    arr_after: major(after, currency),
    arr_change: major(change, currency),
    leads_instant: row.leads_instant,
    weight: row.weight,
    reverses: row.reverses,
    effective_at: new Date(row.effective_at).toISOString(),
    recorded_at: new Date(row.recorded_at).toISOString(),
    policy_version: row.policy_version,
    rule: `${inWords(change, currency)} a year / 12 = ${inWords(change / 12, currency)}. ${ruleOf(row)}`,
    explain: `/api/v1/analytics/movements/${row.id}`,
  };
}

const RULES: Readonly<Record<MovementRow['kind'], string>> = {
  new: 'New: the customer never paid for anything that recurs before.',
  reactivation: 'Reactivation: the customer had paid before, stopped, and pays again; the whole amount counts.',
  expansion: 'Expansion: what the customer pays rose, after gains and losses of the instant were netted.',
  contraction: 'Contraction: what the customer pays fell, and the customer is still subscribed.',
  churn: 'Churn: nothing that recurs is left of the customer.',
  move: 'Change of plan: what went from one plan to another. What one lost the other won, so together it is zero; the rest, if any, is an expansion or a contraction.',
  commitment: 'Planned end: MRR ignores it until it happens; committed MRR leaves it out already.',
};

const REASONS: Readonly<Partial<Record<MovementRow['reason'], string>>> = {
  trial_end: 'The trial ended.',
  pause: 'Collection was paused: no money, and the customer is kept.',
  resume: 'The subscription counts again.',
  cancel_voluntary: 'The customer ended it.',
  cancel_involuntary: 'It ended for want of payment or by a dispute.',
};

function ruleOf({ kind, reason, reverses }: MovementRow): string {
  const taken = reverses === null ? '' : 'Takes an earlier row back: the history turned out to be another. ';
  return [`${taken}${RULES[kind]}`, REASONS[reason]].filter(Boolean).join(' ');
}

/** A subscription as it stood when a movement came about. `arr` is a year's plain value of an item, in major units. */
export interface StandingView {
  readonly starts_at: string;
  readonly status: string;
  readonly currency: string;
  readonly cancel_at: string | null;
  readonly pause: string | null;
  readonly items: readonly {
    readonly plan_id: string;
    readonly plan_name: string;
    readonly price_id: string;
    readonly interval: string;
    readonly interval_count: number;
    readonly quantity: number;
    readonly metered: boolean;
    readonly arr: number;
  }[];
}

export function standingView(version: SubscriptionVersion): StandingView {
  const { currency } = version;
  return {
    starts_at: version.startsAt,
    status: version.status,
    currency,
    cancel_at: version.cancelAt,
    pause: version.pause,
    items: version.items.map((item) => ({
      plan_id: item.planId,
      plan_name: item.planName ?? item.planId,
      price_id: item.priceId,
      interval: item.interval,
      interval_count: item.intervalCount,
      quantity: item.quantity,
      metered: item.metered,
      arr: major(item.arrMinor, currency),
    })),
  };
}
