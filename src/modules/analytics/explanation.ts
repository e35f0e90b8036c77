import type { FigureView } from './figure.js';

/** A part of a figure and where it opens: sums of movements, of money facts, or another figure it is made from. */
export interface Part {
  readonly label: string;
  readonly kind: string | null;
  readonly plan_id: string | null;
  readonly plan_name: string | null;
  readonly currency: string | null;
  /** Major units; null where the part is a number of customers or payments. */
  readonly amount: number | null;
  readonly count: number;
  /** API path of the next level, or null. */
  readonly opens: string | null;
}

/** Two ways to the same number. They are computed apart, so they can differ. */
export interface Check {
  readonly what: string;
  readonly expected: number | null;
  readonly actual: number | null;
}

export interface Explained extends FigureView {
  readonly explanation: {
    /** The rule, and the rule with the numbers put in. */
    readonly rule: string;
    readonly formula: string;
    readonly policy: { readonly version: number; readonly settings: object };
    readonly rates: readonly never[];
    readonly parts: readonly Part[];
    /** What printing each part by itself leaves over, in major units. */
    readonly rounding: number;
    readonly checks: readonly Check[];
    readonly adds_up: boolean;
  };
}
