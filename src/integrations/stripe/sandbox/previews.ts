import { draft } from './invoice-draft.js';
import { periodLines, prorationItem } from './invoice-lines.js';
import { usageLines } from './meters/usage-lines.js';
import { Params } from './params.js';
import { post, type Handler, type Route } from './routes.js';
import { invalid, unimplemented } from './sandbox.errors.js';
import { periodAt, type Span } from './subscription-calendar.js';
import { applyChange, readChange, type Change } from './subscription-change.js';
import { recurrenceOf, spanOf } from './subscription-items.js';
import type { Unit } from './unit.js';
import type { Invoice, Subscription } from './wire.js';

/** The invoice a change would make at once, or the next one of a subscription. Nothing of it is kept. */
const preview: Handler = async (unit, params) => {
  const id = params.text('subscription');
  if (id === undefined) throw unimplemented('preview without a subscription');
  params.ignore('customer', 'currency');
  const kept = await unit.get('subscription', id, 'subscription');
  const subscription = structuredClone(kept);
  const details = params.below('subscription_details') ?? new Params({});
  const change = await readChange(unit, details, subscription);
  details.ignore('cancel_at_period_end', 'cancel_now', 'default_tax_rates');
  details.done();
  const until = spanOf(subscription).end;
  const prorated = await applyChange(unit, subscription, change);
  for (const one of prorated) await prorationItem(unit, subscription, one, until);
  const atOnce = change.restart || (change.proration === 'always_invoice' && prorated.length > 0);
  const invoice = await previewed(unit, subscription, { change, atOnce });
  unit.forget();
  return invoice;
};

async function previewed(
  unit: Unit,
  subscription: Subscription,
  { change, atOnce }: { change: Change; atOnce: boolean },
): Promise<Invoice> {
  const span: Span = spanOf(subscription);
  if (!atOnce && subscription.cancel_at !== null && subscription.cancel_at <= span.end) {
    throw invalid('No upcoming invoices for this subscription.', { code: 'invoice_upcoming_none' });
  }
  const next = periodAt(subscription.billing_cycle_anchor, recurrenceOf(subscription), span.end);
  const lines = change.restart
    ? await periodLines(unit, subscription, span, subscription.status === 'trialing')
    : [...(await usageLines(unit, subscription, span)), ...(await periodLines(unit, subscription, next))];
  const customer = await unit.get('customer', subscription.customer);
  const invoice = await draft(unit, {
    customer,
    currency: subscription.currency,
    reason: atOnce ? 'subscription_update' : 'upcoming',
    subscription,
    lines: atOnce && !change.restart ? [] : lines,
    period: span,
    autoAdvance: false,
    quiet: true,
  });
  const due = Math.max(0, invoice.total + customer.balance);
  const at = atOnce ? {} : { next_payment_attempt: span.end + 3_600, created: span.end };
  return {
    ...invoice,
    id: `upcoming_${invoice.id}`,
    starting_balance: customer.balance,
    amount_due: due,
    amount_remaining: due,
    ...at,
  };
}

export const previews: readonly Route[] = [post('/v1/invoices/create_preview', preview)];
