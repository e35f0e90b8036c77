/** The answer of `/admin/data/overview`, as the page reads it. */
export interface Screen {
  readonly currency: string;
  readonly livemode: boolean;
  readonly as_of: string;
  readonly known_at: string;
  readonly policy_version: number;
  readonly period: {
    readonly from: string;
    readonly to: string;
    readonly granularity: Granularity;
    readonly compared: { readonly from: string; readonly to: string };
  };
  readonly coverage: { readonly complete: boolean; readonly behind: number };
  readonly unconverted: readonly { readonly currency: string; readonly amount: number; readonly count: number }[];
  readonly empty: boolean;
  readonly books: {
    readonly light: 'green' | 'amber' | 'red';
    readonly sentence: string;
    readonly checked_at: string | null;
    readonly failing: readonly { readonly name: string; readonly since: string }[];
  };
  readonly tiles: readonly Tile[];
  readonly money: readonly MoneyBucket[];
  readonly mrr: readonly MrrPoint[];
  readonly bridge: readonly BridgeBar[];
  readonly feed: readonly FeedLine[];
}

export type Granularity = 'day' | 'week' | 'month';
export type Unit = 'money' | 'count';

export interface Tile {
  readonly id: string;
  readonly label: string;
  readonly unit: Unit;
  readonly value: number | null;
  readonly reason: string | null;
  readonly change: { readonly absolute: number | null; readonly ratio: number | null; readonly reason: string | null };
  readonly sparkline: readonly { readonly at: string; readonly value: number }[];
  readonly definition: string;
  readonly beneath: readonly { readonly label: string; readonly value: number | null; readonly unit: Unit }[];
  readonly explain: string;
}

export interface Bucket {
  readonly from: string;
  readonly to: string;
  readonly complete: boolean;
  readonly explain: string;
}

export interface MoneyBucket extends Bucket {
  readonly captured: number;
  readonly refunds: number;
  readonly fees: number;
  readonly tax: number;
  readonly net: number;
}

export interface MrrPoint extends Bucket {
  readonly mrr: number;
  readonly committed: number;
  readonly active_customers: number;
}

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

export interface FeedLine {
  readonly id: string;
  readonly at: string;
  readonly kind: string;
  readonly amount: number | null;
  readonly currency: string | null;
  readonly customer_id: string | null;
  readonly object: { readonly kind: string; readonly id: string };
  readonly detail: string | null;
  readonly explain: string | null;
}
