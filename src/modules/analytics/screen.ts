/**
 * What the first screen of the dashboard shows, in one answer: the page lays it out and computes nothing.
 * Amounts are numbers in the major unit of `currency`; ratios are fractions (0.05 is 5 %); instants are ISO 8601 in UTC.
 * Spelled as on the wire, so that the page's route hands it on as it is.
 */
export interface Screen {
  readonly currency: string;
  readonly livemode: boolean;
  readonly as_of: string;
  /** Our state of knowledge: the last batch of events that was taken in. Before it nothing is known. */
  readonly known_at: string;
  readonly policy_version: number;
  readonly period: ScreenPeriod;
  readonly coverage: { readonly complete: boolean; readonly behind: number };
  readonly unconverted: readonly Unconverted[];
  /** Nothing was ever heard: the page shows what would appear and the next step. */
  readonly empty: boolean;
  readonly books: Books;
  /** In the order they stand: `mrr`, `arr`, `active_customers`, `total_revenue`. */
  readonly tiles: readonly Tile[];
  readonly money: readonly MoneyBucket[];
  readonly mrr: readonly MrrPoint[];
  /** One bar a calendar month (UTC) that the period touches, oldest first. */
  readonly bridge: readonly BridgeBar[];
  /** At most 50, newest first. */
  readonly feed: readonly FeedLine[];
}

export type Granularity = 'day' | 'week' | 'month';

export interface ScreenPeriod {
  readonly from: string;
  readonly to: string;
  readonly granularity: Granularity;
  readonly timezone: 'UTC';
  /** The span before it, of the same length: what the changes on the tiles are against. */
  readonly compared: { readonly from: string; readonly to: string };
}

/** An amount in a currency for which no rate is known: left out of every total, never counted 1:1. */
export interface Unconverted {
  readonly currency: string;
  readonly amount: number;
  readonly count: number;
}

export type Reason =
  | 'denominator_zero'
  | 'too_few'
  | 'unbounded'
  | 'not_enough_history'
  | 'not_enough_evidence'
  | 'no_spend_recorded'
  | 'not_configured'
  | 'missing_rate'
  | 'no_holdout';

export interface Tile {
  readonly id: 'mrr' | 'arr' | 'active_customers' | 'total_revenue';
  readonly label: string;
  readonly unit: 'money' | 'count';
  /** Null is explained by `reason`. */
  readonly value: number | null;
  readonly reason: Reason | null;
  readonly change: Change;
  /** Closing values (stocks) or sums (flows) per bucket of the period, oldest first. */
  readonly sparkline: readonly { readonly at: string; readonly value: number }[];
  /** One sentence: what the figure means. */
  readonly definition: string;
  /** Figures that stand under it, already computed. */
  readonly beneath: readonly {
    readonly label: string;
    readonly value: number | null;
    readonly unit: 'money' | 'count';
  }[];
  /** Where the figure opens: an API path (GET) that answers with `explanation`. */
  readonly explain: string;
}

/** Against the compared span: the difference, and the difference as a fraction of the earlier value. */
export interface Change {
  readonly absolute: number | null;
  readonly ratio: number | null;
  readonly reason: Reason | null;
}

interface Bucket {
  /** First instant of the bucket, and the first instant after it. */
  readonly from: string;
  readonly to: string;
  /** False while the bucket runs: drawn dashed. */
  readonly complete: boolean;
  readonly explain: string;
}

/** Cash of a bucket. `refunds` and `fees` are positive amounts that were taken away. */
export interface MoneyBucket extends Bucket {
  readonly captured: number;
  readonly refunds: number;
  readonly fees: number;
  readonly tax: number;
  /** captured - tax - refunds net of tax - disputes lost: `total_revenue` of the bucket, before fees. */
  readonly net: number;
}

/** Closing values of a bucket. */
export interface MrrPoint extends Bucket {
  readonly mrr: number;
  /** MRR less what is already cancelled and still running. */
  readonly committed: number;
  readonly active_customers: number;
}

/** start + new + reactivation + expansion + contraction + churn + fx = end, to the cent; losses are negative. */
export interface BridgeBar extends Bucket {
  readonly month: string;
  readonly start: number;
  readonly new: number;
  readonly reactivation: number;
  readonly expansion: number;
  readonly contraction: number;
  readonly churn: number;
  readonly fx: number;
  readonly end: number;
  readonly new_customers: number;
  readonly lost_customers: number;
}

export type FeedKind =
  | 'payment_authorized'
  | 'payment_captured'
  | 'payment_canceled'
  | 'payment_failed'
  | 'refund'
  | 'customer_registered'
  | 'new'
  | 'expansion'
  | 'contraction'
  | 'churn'
  | 'reactivation';

export interface FeedLine {
  /** Stable: the same line keeps its id. */
  readonly id: string;
  /** When it became true, business time. */
  readonly at: string;
  readonly kind: FeedKind;
  /** Positive is gain, negative is loss; MRR for movements, cash for payments and refunds; null where there is no amount. */
  readonly amount: number | null;
  readonly currency: string | null;
  readonly customer_id: string | null;
  readonly object: {
    readonly kind: 'payment' | 'refund' | 'customer' | 'subscription';
    readonly id: string;
  };
  /** A word more: the decline code, the reason of the movement. */
  readonly detail: string | null;
  /** API path of its evidence, or null. */
  readonly explain: string | null;
}

/** The light of the books: the last results of all proofs that are registered. */
export interface Books {
  readonly light: 'green' | 'amber' | 'red';
  /** One sentence for people. */
  readonly sentence: string;
  /** When the proofs last ran; null before the first time. */
  readonly checked_at: string | null;
  readonly failing: readonly { readonly name: string; readonly since: string }[];
}
