import type { Action } from './action.js';
import type { Currency } from './catalogue.js';
import { monthOf } from './calendar.js';

/** Everything that is counted. Amounts are minor units of the fact's currency, recurring ones a month's; `mrr` is what stands at the end. */
export const FIGURES = [
  'mrr', 'mrr_new', 'mrr_reactivation', 'mrr_expansion', 'mrr_contraction', 'mrr_churn', 'customers_new', 'customers_lost',
  'customers', 'trials', 'conversions', 'captured', 'refunded', 'fees', 'provider_net', 'declines',
  'unpaid', 'given_up', 'customer_credit', 'tax', 'tax_refunded', 'disputed', 'dispute_won', 'dispute_lost', 'held', 'payouts',
  'banked',
] as const; // prettier-ignore
export type Figure = (typeof FIGURES)[number];

/** So much of a figure, of one customer, at an instant. What is counted has no currency. */
export interface Fact {
  readonly figure: Figure;
  readonly at: number;
  readonly who: number;
  readonly currency: Currency | null;
  readonly amount: number;
}

/** A fact as the story explains it. */
export interface TrueFact extends Fact {
  readonly because: Action;
}

/** Where facts are compared: a figure of a month in a currency, of one customer or (without `who`) of all. */
export function cellOf({ figure, at, currency, who }: Fact, each: boolean): string {
  return [figure, monthOf(at), currency ?? '-', each ? who : 'all'].join(' ');
}
