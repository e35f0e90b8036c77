/** What the business agreed to and what it took, in plain words: no rule of the engine is repeated here. */
export interface Model {
  readonly customers: Customer[];
  readonly payments: Payment[];
  readonly subscriptions: Subscription[];
}

/** Cards that pay, that are declined, and whose owners go to their bank afterwards. */
export type Card = 'good' | 'bad' | 'disputed';

export interface Customer {
  readonly id: string;
  readonly providerId: string;
  readonly card: Card;
  /** The request to forget them. */
  forgotten?: string;
}

export interface Payment {
  readonly id: string;
  readonly customer: Customer;
  readonly minor: number;
  refunded: number;
  /** The provider's dispute that was answered, and what the bank said to that. */
  dispute?: { readonly id: string; readonly status: 'won' | 'lost' };
}

export interface Subscription {
  readonly id: string;
  readonly providerId: string;
  readonly customer: Customer;
  /** A seat, a month. */
  readonly minor: number;
  seats: number;
  percentOff: number;
  isPaused: boolean;
  isEnding: boolean;
  isOver: boolean;
}

export function nothing(): Model {
  return { customers: [], payments: [], subscriptions: [] };
}

export function present({ customers }: Model, ...cards: readonly Card[]): Customer[] {
  return customers.filter(({ forgotten, card }) => !forgotten && (cards.length === 0 || cards.includes(card)));
}

export function live({ subscriptions }: Model): Subscription[] {
  return subscriptions.filter(({ isOver }) => !isOver);
}

export function paidBy({ payments }: Model, card: Card): Payment[] {
  return payments.filter(({ customer }) => customer.card === card && !customer.forgotten);
}

/** In minor units a year, of what is subscribed to for as long as it goes on. */
export function yearly({ minor, seats, percentOff }: Subscription): number {
  return (minor * seats * 12 * (100 - percentOff)) / 100;
}

/** One of them, whichever number is named. */
export function pick<T>(things: readonly T[], number: number): T {
  return things[number % things.length] as T;
}
