import type { Figure } from './fact.js';

/** How a customer stands with recurring revenue. */
export interface Standing {
  readonly monthly: number;
  readonly subscribed: boolean;
  readonly everPaid: boolean;
}

interface Step {
  readonly figure: Figure;
  readonly amount: number;
  /** Counted, not summed up in money. */
  readonly counts?: true;
}

/** What becomes of recurring revenue and of the number of customers between two standings. */
export function stepsBetween(before: Standing, after: Standing): Step[] {
  if (before.subscribed && !after.subscribed) {
    return [
      { figure: 'mrr_churn', amount: -before.monthly },
      { figure: 'customers_lost', amount: 1, counts: true },
    ];
  }
  if (!before.subscribed && after.subscribed) {
    if (before.everPaid) return [{ figure: 'mrr_reactivation', amount: after.monthly }];
    return [
      { figure: 'mrr_new', amount: after.monthly },
      { figure: 'customers_new', amount: 1, counts: true },
    ];
  }
  const amount = after.monthly - before.monthly;
  if (amount === 0) return [];
  return [{ figure: amount > 0 ? 'mrr_expansion' : 'mrr_contraction', amount }];
}
