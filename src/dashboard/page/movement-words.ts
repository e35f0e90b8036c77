import { words } from './evidence-parts.js';

/** Where the API's word is a machine's. */
const KINDS: Readonly<Record<string, string>> = { move: 'Change of plan', commitment: 'Planned end' };

const REASONS: Readonly<Record<string, string>> = {
  signup: 'sign-up',
  trial_end: 'trial ended',
  plan_change: 'change of plan',
  interval_change: 'change of interval',
  price_change: 'change of price',
  quantity_change: 'change of quantity',
  item_added: 'something was added',
  item_removed: 'something was removed',
  discount_start: 'discount began',
  discount_end: 'discount ended',
  pause: 'collection was paused',
  resume: 'collection goes on',
  cancel_voluntary: 'cancelled by the customer',
  cancel_involuntary: 'not paid for',
  to_free: 'now free',
  from_free: 'no longer free',
  currency_change: 'change of currency',
};

export const MOVES =
  'A change of plan stands twice: what one plan lost and what the other won. Together the two are zero; only what is left over is an expansion or a contraction.';

export function kindWords(kind: string): string {
  return KINDS[kind] ?? words(kind);
}

export function reasonWords(reason: string): string {
  return REASONS[reason] ?? reason.replaceAll('_', ' ');
}
