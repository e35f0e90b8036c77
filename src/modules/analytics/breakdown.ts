import type { Part } from './explanation.js';
import { explainPath } from './figure.js';
import type { Evidence, Metric } from './metric.js';
import type { Kind } from './movement.js';
import { DIRECTION_IN_REVENUE, netOf } from './money-book.js';
import type { MoneyPart, MovementPart, PartsAsked } from './parts.queries.js';
import { major } from './printed.js';

/** The parts of a figure, and their sum held against what it must come to; minor units or customers. */
export interface Breakdown {
  readonly parts: readonly Part[];
  /** What is compared; null where the parts are no sum. */
  readonly what: string | null;
  readonly total: number;
  readonly expected: number;
}

const MOVEMENTS = '/api/v1/analytics/movements';
const MONEY = '/api/v1/analytics/money-facts';

const MONEY_KINDS_OF: Readonly<Record<string, readonly string[]>> = {
  total_revenue: ['captured', 'tax', 'refunded', 'dispute_lost'],
  gross_volume: ['captured'],
  fees: ['fee'],
};

const MONEY_LABELS: Readonly<Record<MoneyPart['kind'], string>> = {
  captured: 'Captured',
  tax: 'Tax',
  refunded: 'Refunded',
  fee: 'Fees',
  dispute_lost: 'Lost disputes',
  dispute_held: 'Held for disputes',
  cleared: 'Cleared',
  refund_cleared: 'Refunds cleared',
  tax_remitted: 'Tax remitted',
};

/** A figure of cash: its facts by kind and rule of the books. */
export function moneyBreakdown(
  metric: Metric,
  found: readonly MoneyPart[],
  evidence: Evidence,
  asked: PartsAsked,
): Breakdown {
  const net = metric.name === 'total_revenue';
  const counted = found.filter(({ kind }) => MONEY_KINDS_OF[metric.name]?.includes(kind));
  const signed = counted.map((part) => ({ ...part, minor: part.minor * (net ? DIRECTION_IN_REVENUE[part.kind] : 1) }));
  return {
    parts: signed.map(({ kind, rule, minor, rows }) => ({
      label: `${MONEY_LABELS[kind]}: ${rule}`,
      kind,
      plan_id: null,
      plan_name: null,
      currency: asked.currency,
      amount: major(minor, asked.currency),
      count: rows,
      opens: pathTo(MONEY, { kind, rule }, asked),
    })),
    what: 'the sum of the parts, and the figure from sums by day',
    total: signed.reduce((sum, { minor }) => sum + minor, 0),
    expected: net ? netOf(evidence.money) : evidence.money.minor[metric.name === 'fees' ? 'fee' : 'captured'],
  };
}

/** Recurring money that stands: every movement up to then, by kind and plan. */
export function standingBreakdown(
  metric: Metric,
  found: readonly MovementPart[],
  evidence: Evidence,
  asked: PartsAsked,
): Breakdown {
  const committed = metric.name === 'committed_mrr';
  const counted = found.filter(({ kind }) => committed || kind !== 'commitment');
  const months = metric.name === 'arr' ? 1 : 12;
  return {
    parts: counted.map((part) => amountPart(part, part.delta / months, asked)),
    what: 'the sum of the parts, and the figure from sums by day',
    total: sumOf(counted) / months,
    expected: (committed ? evidence.end.committed : evidence.end.arr) / months,
  };
}

/** A comparison over a span: where it started, and what happened by kind and plan; together they are the end. */
export function changeBreakdown(found: readonly MovementPart[], evidence: Evidence, asked: PartsAsked): Breakdown {
  const counted = found.filter(({ kind }) => kind !== 'commitment');
  const { from } = asked.span;
  const start: Part = {
    label: 'MRR at the start',
    kind: null,
    plan_id: null,
    plan_name: null,
    currency: asked.currency,
    amount: major(evidence.start.arr / 12, asked.currency),
    count: evidence.start.active,
    opens: explainPath('mrr', { from: from - 1, to: from }, asked),
  };
  return {
    parts: [start, ...counted.map((part) => amountPart(part, part.delta / 12, asked))],
    what: 'the start and the sum of the parts, and MRR at the end',
    total: (evidence.start.arr + sumOf(counted)) / 12,
    expected: evidence.end.arr / 12,
  };
}

/** A number of customers: the movements that lead their instants, by kind and plan. */
export function customerBreakdown(
  metric: Metric,
  found: readonly MovementPart[],
  evidence: Evidence,
  asked: PartsAsked,
): Breakdown {
  const count = countedBy(metric);
  const counted = found.filter((part) => count(part) !== 0);
  return {
    parts: counted.map((part) => ({
      label: labelOf(part),
      kind: part.kind,
      plan_id: part.plan,
      plan_name: part.planName,
      currency: null,
      amount: null,
      count: count(part),
      opens: pathTo(MOVEMENTS, { kind: part.kind, plan: part.plan }, asked),
    })),
    what: 'the sum of the parts, and the figure from sums by day',
    total: counted.reduce((sum, part) => sum + count(part), 0),
    expected: metric.answer(evidence).value ?? 0,
  };
}

function countedBy({ name }: Metric): (part: MovementPart) => number {
  if (name === 'active_customers') return ({ active }) => active;
  if (name === 'paused_customers') return ({ paused }) => paused;
  return ({ kind, customers }) => (kind === (name === 'new_customers' ? 'new' : 'churn') ? customers : 0);
}

function amountPart(part: MovementPart, minor: number, asked: PartsAsked): Part {
  const { kind, plan, planName, rows } = part;
  return {
    label: labelOf(part),
    kind,
    plan_id: plan,
    plan_name: planName,
    currency: asked.currency,
    amount: major(minor, asked.currency),
    count: rows,
    opens: pathTo(MOVEMENTS, { kind, plan, currency: asked.currency }, asked),
  };
}

const LABELS: Readonly<Record<Kind, string>> = {
  new: 'New',
  reactivation: 'Reactivation',
  expansion: 'Expansion',
  contraction: 'Contraction',
  churn: 'Churn',
  move: 'Change of plan',
  commitment: 'Planned end',
};

function labelOf({ kind, planName }: MovementPart): string {
  return `${LABELS[kind]}: ${planName}`;
}

function sumOf(parts: readonly MovementPart[]): number {
  return parts.reduce((sum, { delta }) => sum + delta, 0);
}

function pathTo(list: string, filters: Record<string, string>, { span, knownAt }: PartsAsked): string {
  const query = new URLSearchParams(filters);
  if (span.from !== -Infinity) query.set('effective_at[gte]', new Date(span.from).toISOString());
  query.set('effective_at[lt]', new Date(span.to).toISOString());
  query.set('recorded_at[lte]', knownAt.toISOString());
  return `${list}?${query.toString()}`;
}
