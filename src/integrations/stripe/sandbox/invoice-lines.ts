import { netOf } from './coupons/discounts.js';
import { untaxed } from './invoice-totals.js';
import { inWords } from './prices/price-amount.js';
import { isMetered, worth, type Prorated } from './proration.js';
import { ratio } from './ratio.js';
import type { Span } from './subscription-calendar.js';
import type { Unit } from './unit.js';
import type { InvoiceItem, InvoiceLine, Price, Subscription, SubscriptionItem } from './wire.js';

/** What a subscription costs for a whole period; nothing while it is on trial. What is metered is billed when it is over. */
export async function periodLines(
  unit: Unit,
  subscription: Subscription,
  span: Span,
  trial = false,
): Promise<InvoiceLine[]> {
  const lines: InvoiceLine[] = [];
  for (const item of subscription.items.data.filter((one) => !isMetered(one))) {
    const name = await nameOf(unit, item.price);
    const words = trial
      ? `Free trial for ${item.quantity ?? 1} × ${name}`
      : `${item.quantity ?? 1} × ${name} (${inWords(item.price)})`;
    const line = itemLine(unit, item, { amount: trial ? 0 : worth(item), span });
    if (trial && line.pricing) line.pricing.unit_amount_decimal = '0';
    lines.push({ ...line, description: words });
  }
  return lines;
}

/** A line for what was used of a metered item. */
export async function metered(
  unit: Unit,
  item: SubscriptionItem,
  { used, amount, span }: LineFacts & { used: number },
): Promise<InvoiceLine> {
  return {
    ...itemLine(unit, item, { amount, span }),
    description: `${used} × ${await nameOf(unit, item.price)} (${inWords(item.price)})`,
    quantity: used,
    quantity_decimal: String(used),
  };
}

/** A line for an invoice item. What came of a subscription's proration names the item of the subscription. */
export function lineOf(unit: Unit, pending: InvoiceItem): InvoiceLine {
  const details = pending.parent?.subscription_details ?? null;
  return {
    ...blankLine(unit, pending.currency),
    amount: pending.amount,
    description: pending.description,
    discountable: pending.discountable,
    discounts: [...(pending.discounts ?? [])],
    metadata: structuredClone(pending.metadata ?? {}),
    parent: parentOf(pending, details?.subscription ?? null, details?.subscription_item),
    period: { ...pending.period },
    pricing: structuredClone(pending.pricing),
    quantity: pending.quantity,
    quantity_decimal: String(pending.quantity),
    subscription: details?.subscription ?? null,
    subtotal: pending.amount,
    taxes: untaxed(pending.tax_rates ?? []),
  };
}

function parentOf(pending: InvoiceItem, subscription: string | null, item?: string): InvoiceLine['parent'] {
  const proration_details = { credited_items: null };
  const details = { invoice_item: pending.id, proration: pending.proration, proration_details, subscription };
  if (item === undefined) {
    return { invoice_item_details: details, subscription_item_details: null, type: 'invoice_item_details' };
  }
  return {
    invoice_item_details: null,
    subscription_item_details: { ...details, subscription_item: item },
    type: 'subscription_item_details',
  };
}

interface LineFacts {
  amount: number;
  span: Span;
}

function itemLine(unit: Unit, item: SubscriptionItem, { amount, span }: LineFacts): InvoiceLine {
  const { subscription, price } = item;
  return {
    ...blankLine(unit, price.currency),
    amount,
    discounts: [...item.discounts],
    parent: {
      invoice_item_details: null,
      subscription_item_details: {
        invoice_item: null,
        proration: false,
        proration_details: { credited_items: null },
        subscription,
        subscription_item: item.id,
      },
      type: 'subscription_item_details',
    },
    period: { start: span.start, end: span.end },
    pricing: pricingOf(price),
    quantity: item.quantity ?? 1,
    quantity_decimal: String(item.quantity ?? 1),
    subscription,
    subtotal: amount,
    taxes: untaxed(item.tax_rates ?? []),
  };
}

function pricingOf(price: Price): NonNullable<InvoiceLine['pricing']> {
  return {
    price_details: { price: price.id, product: price.product },
    type: 'price_details',
    unit_amount_decimal: price.unit_amount_decimal,
  };
}

function blankLine(unit: Unit, currency: string): InvoiceLine {
  return {
    id: unit.id('il'),
    object: 'line_item',
    amount: 0,
    currency,
    description: null,
    discount_amounts: [],
    discountable: true,
    discounts: [],
    invoice: null,
    livemode: false,
    metadata: {},
    parent: null,
    period: { start: unit.at, end: unit.at },
    pretax_credit_amounts: [],
    pricing: null,
    quantity: 1,
    quantity_decimal: '1',
    subscription: null,
    subtotal: 0,
    taxes: [],
  };
}

/** A pending item for one side of a change. The discounts in force are in its amount; no discount takes from it again. */
export async function prorationItem(
  unit: Unit,
  subscription: Subscription,
  prorated: Prorated,
  until: number,
): Promise<InvoiceItem> {
  const { item, credit } = prorated;
  const { gross, net } = await netOf(unit, subscription, item);
  const amount = gross === 0 ? 0 : ratio(prorated.amount, net, gross);
  const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
  const words = `${credit ? 'Unused' : 'Remaining'} time on ${await nameOf(unit, item.price)} after ${day.format(unit.at * 1000)}`;
  return unit.add(
    {
      ...blankItem(unit, subscription.customer, item.price.currency),
      amount,
      description: words,
      discountable: false,
      parent: {
        subscription_details: { subscription: subscription.id, subscription_item: item.id },
        type: 'subscription_details' as const,
      },
      period: { start: unit.at, end: until },
      pricing: pricingOf(item.price),
      proration: true,
      proration_details: { credited_items: null, discount_amounts: [] },
      quantity: item.quantity ?? 1,
      quantity_decimal: String(item.quantity ?? 1),
      tax_rates: structuredClone(item.tax_rates ?? []),
    },
    'invoiceitem.created',
  );
}

export function blankItem(unit: Unit, customer: string, currency: string): InvoiceItem {
  return {
    id: unit.id('ii'),
    object: 'invoiceitem',
    amount: 0,
    currency,
    customer,
    customer_account: null,
    date: unit.at,
    description: null,
    discountable: true,
    discounts: [],
    invoice: null,
    livemode: false,
    metadata: {},
    parent: null,
    period: { start: unit.at, end: unit.at },
    pricing: null,
    proration: false,
    quantity: 1,
    quantity_decimal: '1',
    tax_rates: [],
    test_clock: unit.clock,
  };
}

async function nameOf(unit: Unit, price: Price): Promise<string> {
  const product = await unit.maybe('product', price.product);
  return product?.name ?? price.nickname ?? 'Subscription';
}
