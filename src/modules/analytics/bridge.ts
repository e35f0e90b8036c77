import type { MrrBook } from './mrr-book.js';
import { major, printedBridge } from './printed.js';
import type { Bucket } from './span.js';

/** Signed steps of a bridge, in the order they are drawn. */
const STEPS = ['new', 'reactivation', 'expansion', 'contraction', 'churn'] as const;

export type Bridge = Readonly<Record<'start' | (typeof STEPS)[number] | 'fx' | 'end', number>> & {
  readonly new_customers: number;
  readonly lost_customers: number;
};

/** start + new + reactivation + expansion + contraction + churn + fx = end, in major units of MRR and to the cent. */
export function bridgeOf(book: MrrBook, bucket: Pick<Bucket, 'from' | 'to'>): Bridge {
  const { delta, customers } = book.within(bucket);
  const printed = printedBridge(
    book.before(bucket.from).arr,
    STEPS.map((step) => delta[step]),
    book.before(bucket.to).arr,
  );
  const step = (index: number) => major(printed.steps[index] ?? 0, book.currency);
  return {
    start: major(printed.start, book.currency),
    new: step(0),
    reactivation: step(1),
    expansion: step(2),
    contraction: step(3),
    churn: step(4),
    fx: 0,
    end: major(printed.end, book.currency),
    new_customers: customers.new,
    lost_customers: customers.churn,
  };
}
