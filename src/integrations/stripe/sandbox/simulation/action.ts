import type { Currency, Offer } from './catalogue.js';

/** Test methods of the provider: these pay for ever, the last attaches and is then refused. */
export type Card = 'pm_card_visa' | 'pm_card_mastercard' | 'pm_card_amex' | 'pm_card_chargeCustomerFail';

/** Whether the customer does it on the provider's pages, or the company does it over the engine's API. */
export type By = 'buyer' | 'company';

/** What led somebody to the company; numbers are those of the audience. */
export interface Source {
  readonly affiliate?: number;
  readonly campaign?: number;
  readonly lead?: number;
}

/** A tax on everything a subscription is billed for, in whole percent. */
export interface Tax {
  readonly percent: number;
  /** The prices already hold it; else it comes on top. */
  readonly inclusive: boolean;
}

/** So many percent off, whole ones: of the first invoice there is something to take off, or of all. */
export interface Coupon {
  readonly percent: number;
  readonly lasts: 'once' | 'forever';
}

type Act =
  | {
      readonly kind: 'sign-up';
      readonly by: By;
      readonly name: string;
      readonly country: string;
      readonly currency: Currency;
      readonly offer: Offer;
      readonly trialDays: number;
      readonly card: Card;
      readonly source: Source;
      readonly tax: Tax | null;
      readonly coupon: Coupon | null;
      /** Beside the plan, what is used is billed after each period. */
      readonly metered: boolean;
    }
  | { readonly kind: 'change'; readonly by: By; readonly offer: Offer; readonly billed: 'now' | 'next' }
  /** Something else is agreed on from the next period on. */
  | { readonly kind: 'plan'; readonly offer: Offer }
  /** Said so many seconds after it was used; what is said again under one name counts once. */
  | { readonly kind: 'usage'; readonly units: number; readonly name: string; readonly ago: number }
  /** The company moves the customer to the prices of today, from the next invoice on. */
  | { readonly kind: 'reprice' }
  | { readonly kind: 'cancel'; readonly by: By; readonly when: 'now' | 'period_end' }
  /** The cancellation is regretted in time. */
  | { readonly kind: 'stay' }
  /** Subscribes anew after having left. */
  | { readonly kind: 'return'; readonly offer: Offer; readonly card: Card }
  | { readonly kind: 'card'; readonly card: Card }
  | { readonly kind: 'pause' }
  | { readonly kind: 'resume' }
  /** A one-time purchase in minor units of the customer's currency. */
  | {
      readonly kind: 'order';
      readonly by: By;
      readonly minor: number;
      readonly what: string;
      readonly declined: boolean;
      /** The owner of the card denies it a second later. */
      readonly disputed: boolean;
    }
  /** The company's evidence in the dispute of the order before. */
  | { readonly kind: 'answer'; readonly won: boolean }
  /** Of the last payment of its kind that went through; a quarter of it is rounded down. */
  | { readonly kind: 'refund'; readonly by: By; readonly of: 'subscription' | 'order'; readonly share: 1 | 0.5 | 0.25 };

/** What one customer does, or has done to them, at a second. `who` numbers the customers. */
export type Action = Act & { readonly at: number; readonly who: number };

export type Of<Kind extends Action['kind']> = Extract<Action, { kind: Kind }>;

/** An action in words, for whoever has to find out why a figure differs. */
export function inWords(action: Action): string {
  const { at, who, kind, ...rest } = action;
  const { name: _, source: __, country: ___, ...told } = rest as Record<string, unknown>;
  const facts = Object.entries(told).map(([key, value]) => `${key} ${said(value)}`);
  return `customer ${who}, ${new Date(at * 1000).toISOString().slice(0, 19)}: ${[kind, ...facts].join(', ')}`;
}

function said(value: unknown): string {
  return typeof value === 'object' && value !== null ? Object.values(value).join('/') : String(value);
}
