import { periodLines } from './invoice-lines.js';
import { rounded } from './prices/price-amount.js';
import { left, periodAt, type Span } from './subscription-calendar.js';
import { recurrenceOf, spanOf } from './subscription-items.js';
import type { Unit } from './unit.js';
import type { InvoiceLine, Subscription } from './wire.js';

/** A period or a part of one, and how much of its price that costs. */
export interface Part {
  readonly span: Span;
  readonly share: number;
}

/** What is billed from an instant on. From the end of a trial to an anchor behind it that is a part of a period. */
export function periodFrom(subscription: Subscription, at: number): Part {
  const whole = periodAt(subscription.billing_cycle_anchor, recurrenceOf(subscription), at);
  const start = subscription.trial_end === at ? at : whole.start;
  return { span: { start, end: whole.end }, share: left(whole, start) };
}

/** The whole period that the running one belongs to: prices are for whole ones, also where only a part was billed. */
export function wholePeriod(subscription: Subscription): Span {
  return periodAt(subscription.billing_cycle_anchor, recurrenceOf(subscription), spanOf(subscription).start);
}

export async function partLines(unit: Unit, subscription: Subscription, { span, share }: Part): Promise<InvoiceLine[]> {
  const lines = await periodLines(unit, subscription, span);
  if (share === 1) return lines;
  for (const line of lines) {
    line.amount = rounded(line.amount * share);
    line.subtotal = line.amount;
    const details = line.parent?.subscription_item_details;
    if (details) details.proration = true;
  }
  return lines;
}
