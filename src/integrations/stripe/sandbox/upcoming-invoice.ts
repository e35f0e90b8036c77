import { reducedAt } from './coupons/discounts.js';
import { sketch } from './invoice-draft.js';
import { usageLines } from './meters/usage-lines.js';
import { spanOf } from './subscription-items.js';
import { partLines, periodFrom } from './subscription-periods.js';
import type { Unit } from './unit.js';
import type { Invoice, Subscription } from './wire.js';

const HOUR = 3_600;

/** The invoice the next renewal will make if nothing changes until then. It exists nowhere but in its announcement. */
export async function upcomingInvoice(unit: Unit, subscription: Subscription): Promise<Invoice> {
  const running = spanOf(subscription);
  const next = periodFrom(subscription, running.end);
  const customer = await unit.get('customer', subscription.customer);
  const reduced = await reducedAt(unit, subscription, running.end);
  const invoice = await sketch(unit, {
    customer,
    currency: subscription.currency,
    reason: 'upcoming',
    subscription: reduced,
    lines: [...(await usageLines(unit, reduced, running)), ...(await partLines(unit, reduced, next))],
    period: running,
    autoAdvance: true,
  });
  const due = Math.max(0, invoice.total + customer.balance);
  return {
    ...invoice,
    id: `upcoming_${invoice.id}`,
    amount_due: due,
    amount_remaining: due,
    created: running.end,
    next_payment_attempt: running.end + HOUR,
    starting_balance: customer.balance,
  };
}
