import type { OpenBooks } from './books.service.js';
import { explainPath, type Frame } from './figure.js';
import type { Metric } from './metric.js';
import { METRICS } from './metrics.js';
import { netOf } from './money-book.js';
import { major, ratio } from './printed.js';
import type { Change, Tile } from './screen.js';
import type { Bucket, Span } from './span.js';

const LABELS: Readonly<Record<Tile['id'], string>> = {
  mrr: 'MRR',
  arr: 'ARR',
  active_customers: 'Active customers',
  total_revenue: 'Net revenue',
};

interface Spans {
  readonly span: Span;
  readonly compared: Span;
}

export function tilesOf(books: OpenBooks, spans: Spans, buckets: readonly Bucket[], frame: Frame): Tile[] {
  return (Object.keys(LABELS) as Tile['id'][]).map((id) => {
    const metric = METRICS.get(id) as Metric;
    const valueOf = (span: Span) => metric.answer(books.evidence(span)).value;
    const print = (value: number) => (metric.unit === 'money' ? major(value, frame.currency) : value);
    const value = valueOf(spans.span);
    return {
      id,
      label: LABELS[id],
      unit: metric.unit === 'money' ? 'money' : 'count',
      value: value === null ? null : print(value),
      reason: metric.answer(books.evidence(spans.span)).reason ?? null,
      change: changeOf(valueOf(spans.compared), value, print),
      sparkline: buckets.map((bucket) => ({
        at: new Date(bucket.from).toISOString(),
        value: print(valueOf(bucket) ?? 0),
      })),
      definition: metric.definition,
      beneath: beneath(id, books, spans.span, frame),
      explain: explainPath(id, spans.span, frame),
    };
  });
}

function changeOf(earlier: number | null, now: number | null, print: (value: number) => number): Change {
  if (earlier === null || now === null) return { absolute: null, ratio: null, reason: 'not_enough_history' };
  const absolute = print(now - earlier);
  if (earlier === 0) return { absolute, ratio: null, reason: 'denominator_zero' };
  return { absolute, ratio: ratio(now / earlier - 1), reason: null };
}

function beneath(id: Tile['id'], books: OpenBooks, span: Span, { currency }: Frame): Tile['beneath'] {
  const { end, recurring, money, customers } = books.evidence(span);
  const amount = (label: string, minor: number) => ({ label, value: major(minor, currency), unit: 'money' as const });
  const count = (label: string, value: number) => ({ label, value, unit: 'count' as const });
  switch (id) {
    case 'mrr':
      return [amount('Committed', end.committed / 12)];
    case 'arr':
      return [amount('Committed', end.committed)];
    case 'active_customers':
      return [
        count('New', recurring.customers.new),
        count('Came back', recurring.customers.reactivation),
        count('Lost', recurring.customers.churn),
        count('Paused', end.paused),
        count('On record', customers),
      ];
    case 'total_revenue':
      return [
        amount('Captured', money.minor.captured),
        amount('Refunds', money.minor.refunded),
        amount('Fees', money.minor.fee),
        amount('After fees', netOf(money) - money.minor.fee),
      ];
  }
}
