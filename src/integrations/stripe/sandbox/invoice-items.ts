import { blankItem, lineOf } from './invoice-lines.js';
import { discountsFor } from './coupons/redeeming.js';
import { setLines } from './invoice-totals.js';
import { list } from './lists.js';
import { merged } from './metadata.js';
import type { Params } from './params.js';
import { priceIn } from './prices/currency-options.js';
import { amountOf, priceOf } from './prices/price-amount.js';
import { del, get, post, type Handler, type Route } from './routes.js';
import { invalid, parameterMissing } from './sandbox.errors.js';
import { ratesOf } from './tax/tax-rates.js';
import type { Unit } from './unit.js';
import type { Customer, Invoice, InvoiceItem } from './wire.js';

const create: Handler = async (unit, params) => {
  const customer = await unit.get('customer', params.required('customer'), 'customer');
  const invoice = await draftOf(unit, params.text('invoice'));
  const subscription = params.text('subscription');
  if (subscription !== undefined) await unit.get('subscription', subscription, 'subscription');
  const pricing = params.below('pricing');
  const item = await describedItem(unit, params, { customer, subscription, price: pricing?.text('price') });
  pricing?.done();
  unit.add(item, 'invoiceitem.created');
  if (invoice) await addTo(unit, invoice, item);
  return item;
};

interface Of {
  customer: Customer;
  subscription?: string | undefined;
  price?: string | undefined;
}

/** An item as its parameters describe it; on no invoice yet, and not told. */
export async function describedItem(
  unit: Unit,
  params: Params,
  { customer, subscription, price }: Of,
): Promise<InvoiceItem> {
  const item = blankItem(unit, customer.id, params.text('currency')?.toLowerCase() ?? customer.currency ?? 'usd');
  item.description = params.text('description') ?? null;
  item.metadata = params.metadata() ?? {};
  item.discountable = params.flag('discountable') ?? true;
  if (subscription !== undefined)
    item.parent = { subscription_details: { subscription }, type: 'subscription_details' };
  const period = params.below('period');
  if (period) item.period = { start: period.whole('start') ?? unit.at, end: period.whole('end') ?? unit.at };
  period?.done();
  await writeAmount(unit, item, params, price);
  await writePricing(unit, item, params);
  return item;
}

async function writeAmount(unit: Unit, item: InvoiceItem, params: Params, named?: string): Promise<void> {
  item.quantity = params.whole('quantity') ?? item.quantity;
  item.quantity_decimal = String(item.quantity);
  const [amount, decimal] = [params.whole('amount'), params.text('unit_amount_decimal')];
  if (named !== undefined) {
    const found = await unit.get('price', named, 'pricing[price]');
    const price = priceIn(found, params.text('currency')?.toLowerCase() ?? found.currency);
    item.amount = priceOf(price, item.quantity);
    item.currency = price.currency;
    const price_details = { price: price.id, product: price.product };
    item.pricing = { price_details, type: 'price_details', unit_amount_decimal: price.unit_amount_decimal };
  } else if (decimal !== undefined) {
    item.amount = amountOf(decimal, item.quantity);
  } else if (amount !== undefined) {
    item.amount = amount;
  } else if (item.amount === 0) throw parameterMissing('amount');
}

async function writePricing(unit: Unit, item: InvoiceItem, params: Params): Promise<void> {
  item.tax_rates = (await ratesOf(unit, params, 'tax_rates')) ?? item.tax_rates;
  const target = { customer: item.customer, currency: item.currency, amount: item.amount, invoice_item: item.id };
  item.discounts = (await discountsFor(unit, params, target, item.discounts ?? [])) ?? item.discounts;
  params.ignore('tax_behavior', 'tax_code');
}

async function draftOf(unit: Unit, id: string | undefined): Promise<Invoice | undefined> {
  if (id === undefined) return undefined;
  const invoice = await unit.get('invoice', id, 'invoice');
  if (invoice.status !== 'draft')
    throw invalid('This invoice is no longer editable.', { code: 'invoice_not_editable' });
  return invoice;
}

async function addTo(unit: Unit, invoice: Invoice, item: InvoiceItem): Promise<void> {
  item.invoice = invoice.id;
  await setLines(unit, invoice, [...invoice.lines.data, lineOf(unit, item)]);
}

const update: Handler = async (unit, params, id = '') => {
  const item = await unit.get('invoiceitem', id);
  if (item.invoice !== null)
    throw invalid('Only pending invoice items can be changed here.', { code: 'invoice_not_editable' });
  const pricing = params.below('pricing');
  if (params.has('description')) item.description = params.text('description') ?? null;
  const metadata = params.metadata();
  if (metadata) item.metadata = merged(item.metadata ?? {}, metadata);
  await writeAmount(unit, item, params, pricing?.text('price'));
  pricing?.done();
  await writePricing(unit, item, params);
  return item;
};

const remove: Handler = async (unit, _params, id = '') => {
  const item = await unit.get('invoiceitem', id);
  const invoice = await draftOf(unit, item.invoice ?? undefined);
  if (invoice) {
    const stays = invoice.lines.data.filter(({ parent }) => itemIn(parent) !== id);
    await setLines(unit, invoice, stays);
  }
  return unit.remove(item, 'invoiceitem.deleted');
};

function itemIn(parent: Invoice['lines']['data'][number]['parent']): string | null | undefined {
  return parent?.invoice_item_details?.invoice_item ?? parent?.subscription_item_details?.invoice_item;
}

const retrieve: Handler = async (unit, _params, id = '') => unit.get('invoiceitem', id);

const all: Handler = async (unit, params) =>
  list(unit, params, {
    kind: 'invoiceitem',
    url: '/v1/invoiceitems',
    filters: { customer: 'customer', invoice: 'parent' },
    where: (given) => {
      const pending = given.flag('pending');
      return pending === undefined ? [] : [pending ? 'parent is null' : 'parent is not null'];
    },
  });

export const invoiceItems: readonly Route[] = [
  post('/v1/invoiceitems', create),
  get('/v1/invoiceitems', all),
  get('/v1/invoiceitems/{id}', retrieve),
  post('/v1/invoiceitems/{id}', update),
  del('/v1/invoiceitems/{id}', remove),
];
