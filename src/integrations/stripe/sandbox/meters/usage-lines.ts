import { metered } from '../invoice-lines.js';
import { setLines } from '../invoice-totals.js';
import { priceOf } from '../prices/price-amount.js';
import { isMetered } from '../proration.js';
import type { Span } from '../subscription-calendar.js';
import type { Unit } from '../unit.js';
import type { Invoice, InvoiceLine, Subscription } from '../wire.js';
import { usageOf } from './usage.js';

/** What was used of a subscription's metered items in a period that is over. A trial's usage is free. */
export async function usageLines(unit: Unit, subscription: Subscription, span: Span): Promise<InvoiceLine[]> {
  if (subscription.trial_end !== null && span.end <= subscription.trial_end) return [];
  const lines: InvoiceLine[] = [];
  for (const item of subscription.items.data.filter(isMetered)) {
    const meter = item.price.recurring?.meter ?? '';
    const used = await usageOf(unit, { meter, customer: subscription.customer, ...span });
    lines.push(await metered(unit, item, { used, amount: priceOf(item.price, used), span }));
  }
  return lines;
}

/** What came in while the draft was open and belongs to its period is counted when it closes. */
export async function countAgain(unit: Unit, invoice: Invoice): Promise<void> {
  const subscription = await unit.maybe('subscription', invoice.parent?.subscription_details?.subscription);
  const items = subscription?.items.data.filter(isMetered) ?? [];
  let changed = false;
  for (const { id, price } of items) {
    const line = invoice.lines.data.find((one) => one.parent?.subscription_item_details?.subscription_item === id);
    if (!line) continue;
    const asked = { meter: price.recurring?.meter ?? '', customer: invoice.customer ?? '', ...line.period };
    const used = await usageOf(unit, asked);
    if (used === line.quantity) continue;
    const amount = priceOf(price, used);
    Object.assign(line, { quantity: used, quantity_decimal: String(used), amount, subtotal: amount });
    changed = true;
  }
  if (changed) await setLines(unit, invoice, invoice.lines.data);
}
