/** What the business agreed to and what it took, in plain words: no rule of the engine is repeated here. */
export interface Model {
  readonly customers: Customer[];
  readonly payments: Payment[];
  readonly subscriptions: Subscription[];
}

export interface Customer {
  readonly id: string;
  readonly providerId: string;
  readonly card: 'good' | 'bad';
}

export interface Payment {
  readonly id: string;
  readonly customer: Customer;
  readonly minor: number;
  refunded: number;
}

export interface Subscription {
  readonly id: string;
  readonly providerId: string;
  readonly customer: Customer;
  seats: number;
  isPaused: boolean;
  isEnding: boolean;
  isOver: boolean;
}

export function nothing(): Model {
  return { customers: [], payments: [], subscriptions: [] };
}

export function live({ subscriptions }: Model): Subscription[] {
  return subscriptions.filter(({ isOver }) => !isOver);
}

/** One of them, whichever number is named. */
export function pick<T>(things: readonly T[], number: number): T {
  return things[number % things.length] as T;
}
