import { discountsFor } from '../coupons/redeeming.js';
import { blankItem } from '../invoice-lines.js';
import { merged } from '../metadata.js';
import type { Params } from '../params.js';
import { priceIn } from '../prices/currency-options.js';
import { amountOf, priceOf } from '../prices/price-amount.js';
import { inlinePrice } from '../prices/prices.js';
import { parameterMissing } from '../sandbox.errors.js';
import { ratesOf } from '../tax/tax-rates.js';
import type { Span } from '../subscription-calendar.js';
import type { Unit } from '../unit.js';
import type { Customer, InvoiceItem, Price } from '../wire.js';

interface Of {
  readonly customer: Customer;
  readonly subscription?: string | undefined;
  /** The price it names; routes differ in where they name it. */
  readonly price?: string | undefined;
  /** What it must be in, where that is known already. */
  readonly currency?: string | undefined;
  /** What it is for, where the caller has read that. */
  readonly period?: Span | undefined;
}

type Told = Pick<Of, 'price' | 'currency' | 'period'>;

/** An item as its parameters describe it; on no invoice yet, and not told. */
export async function describedItem(unit: Unit, params: Params, of: Of): Promise<InvoiceItem> {
  const { customer, subscription, price, period } = of;
  const currency = params.currency() ?? of.currency;
  const item = blankItem(unit, customer.id, currency ?? customer.currency ?? 'usd');
  if (subscription !== undefined)
    item.parent = { subscription_details: { subscription }, type: 'subscription_details' };
  const said = ['amount', 'unit_amount_decimal', 'price_data'].some((name) => params.has(name));
  if (price === undefined && !said) throw parameterMissing('amount');
  await describe(unit, item, params, { price, currency, period });
  return item;
}

/** Changes what is said of an item and leaves the rest. */
export async function describe(unit: Unit, item: InvoiceItem, params: Params, of: Told): Promise<void> {
  if (params.has('description')) item.description = params.text('description') ?? null;
  const metadata = params.metadata();
  if (metadata) item.metadata = merged(item.metadata ?? {}, metadata);
  item.discountable = params.flag('discountable') ?? item.discountable;
  item.period = of.period ? { ...of.period } : spanIn(params, unit.at, item.period);
  await writeAmount(unit, item, params, of);
  item.tax_rates = (await ratesOf(unit, params, 'tax_rates')) ?? item.tax_rates;
  const target = { customer: item.customer, currency: item.currency, amount: item.amount, invoice_item: item.id };
  item.discounts = (await discountsFor(unit, params, target, item.discounts ?? [])) ?? item.discounts;
}

/** The period a call names, or else the one there is. */
export function spanIn(params: Params, now: number, otherwise: Span): Span {
  const period = params.below('period');
  const span = period ? { start: period.whole('start') ?? now, end: period.whole('end') ?? now } : { ...otherwise };
  period?.done();
  return span;
}

async function writeAmount(unit: Unit, item: InvoiceItem, params: Params, of: Told) {
  const quantity = params.whole('quantity');
  item.quantity = quantity ?? item.quantity;
  item.quantity_decimal = String(item.quantity);
  const named = of.price === undefined ? undefined : await unit.get('price', of.price, 'pricing[price]');
  const price = named ?? (await inlinePrice(unit, params));
  const [amount, decimal] = [params.whole('amount'), params.text('unit_amount_decimal')];
  if (price) put(item, priceIn(price, of.currency ?? price.currency));
  else if (decimal !== undefined) Object.assign(item, { amount: amountOf(decimal, item.quantity), pricing: null });
  else if (amount !== undefined) Object.assign(item, { amount, pricing: null });
  else if (quantity !== undefined) await countAnew(unit, item);
}

/** Another quantity of the same price. */
async function countAnew(unit: Unit, item: InvoiceItem): Promise<void> {
  const price = await unit.maybe('price', item.pricing?.price_details?.price);
  if (price) put(item, priceIn(price, item.currency));
}

function put(item: InvoiceItem, price: Price): void {
  item.amount = priceOf(price, item.quantity);
  item.currency = price.currency;
  const price_details = { price: price.id, product: price.product };
  item.pricing = { price_details, type: 'price_details', unit_amount_decimal: price.unit_amount_decimal };
}
