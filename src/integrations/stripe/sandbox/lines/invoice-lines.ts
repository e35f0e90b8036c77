import { discountsFor } from '../coupons/redeeming.js';
import { lineOf } from '../invoice-lines.js';
import { setLines, untaxed } from '../invoice-totals.js';
import { within } from '../lists.js';
import { merged } from '../metadata.js';
import type { Params } from '../params.js';
import { get, post, type Handler, type Route } from '../routes.js';
import { invalid, missing, parameterMissing, unimplemented } from '../sandbox.errors.js';
import { ratesOf } from '../tax/tax-rates.js';
import type { Unit } from '../unit.js';
import type { Invoice, InvoiceItem, InvoiceLine } from '../wire.js';
import { describe, describedItem, spanIn } from './described-item.js';
import { draftOf, itemIn, priceOf } from './invoice-items.js';

const add: Handler = async (unit, params, id = '') => {
  const invoice = await draftOf(unit, id, 'id');
  const lines = [...invoice.lines.data];
  await each(params, async (given) => void lines.push(await added(unit, invoice, given)));
  return rewrite(unit, invoice, lines, params);
};

/** A new item of its own behind the line, or one that was pending. */
async function added(unit: Unit, invoice: Invoice, given: Params): Promise<InvoiceLine> {
  const [named, price, { currency }] = [given.text('invoice_item'), priceOf(given), invoice];
  let item: InvoiceItem;
  if (named === undefined) {
    const customer = await unit.get('customer', invoice.customer ?? '');
    item = unit.add(await describedItem(unit, given, { customer, price, currency }), 'invoiceitem.created');
  } else {
    item = await pendingItem(unit, invoice, named);
    await describe(unit, item, given, { price, currency });
  }
  item.invoice = invoice.id;
  return lineOf(unit, item);
}

async function pendingItem(unit: Unit, { customer, currency }: Invoice, id: string): Promise<InvoiceItem> {
  const param = 'lines[0][invoice_item]';
  const item = await unit.get('invoiceitem', id, param);
  if (item.invoice !== null || item.customer !== customer || item.currency !== currency) {
    throw invalid('The invoice item is not pending for this customer and currency.', { param });
  }
  return item;
}

const update: Handler = async (unit, params, id = '') => {
  const invoice = await draftOf(unit, id, 'id');
  const lines = [...invoice.lines.data];
  await each(params, async (given) => {
    const at = indexOf(lines, given.required('id'));
    lines.splice(at, 1, await changed(unit, invoice, lines[at] as InvoiceLine, given));
  });
  return rewrite(unit, invoice, lines, params);
};

const updateOne: Handler = async (unit, params, id = '', line = '') => {
  const invoice = await draftOf(unit, id, 'id');
  const lines = [...invoice.lines.data];
  const at = indexOf(lines, line, 'line_item_id');
  lines.splice(at, 1, await changed(unit, invoice, lines[at] as InvoiceLine, params));
  await setLines(unit, invoice, lines);
  return invoice.lines.data[at] as InvoiceLine;
};

/** What is said of a line holds for the item behind it; a line of a subscription has none. */
async function changed(unit: Unit, invoice: Invoice, line: InvoiceLine, given: Params): Promise<InvoiceLine> {
  const item = await unit.maybe('invoiceitem', itemIn(line.parent));
  if (!item) return changedAlone(unit, invoice, line, given);
  await describe(unit, item, given, { price: priceOf(given), currency: invoice.currency });
  return { ...lineOf(unit, item), id: line.id };
}

async function changedAlone(unit: Unit, invoice: Invoice, line: InvoiceLine, given: Params): Promise<InvoiceLine> {
  const sum = ['amount', 'price_data', 'pricing', 'quantity'].find((name) => given.has(name));
  if (sum !== undefined) throw unimplemented(`${sum} of a line that a subscription made`);
  const { customer, currency } = invoice;
  const target = { customer, currency, amount: line.amount, invoice: invoice.id };
  const rates = await ratesOf(unit, given, 'tax_rates');
  const metadata = given.metadata();
  return {
    ...line,
    description: given.has('description') ? (given.text('description') ?? null) : line.description,
    discountable: given.flag('discountable') ?? line.discountable,
    discounts: (await discountsFor(unit, given, target, line.discounts)) ?? line.discounts,
    metadata: metadata ? merged(line.metadata, metadata) : line.metadata,
    period: spanIn(given, unit.at, line.period),
    taxes: rates ? untaxed(rates) : line.taxes,
  };
}

const remove: Handler = async (unit, params, id = '') => {
  const invoice = await draftOf(unit, id, 'id');
  const lines = [...invoice.lines.data];
  await each(params, async (given) => {
    const [line] = lines.splice(indexOf(lines, given.required('id')), 1);
    const behaviour = given.choice('behavior', ['delete', 'unassign']);
    if (!behaviour) throw parameterMissing('lines[0][behavior]');
    const item = await unit.maybe('invoiceitem', itemIn(line?.parent ?? null));
    if (!item && behaviour === 'unassign') throw invalid('Only lines of invoice items can be unassigned.');
    if (item && behaviour === 'delete') unit.remove(item, 'invoiceitem.deleted');
    else if (item) item.invoice = null;
  });
  return rewrite(unit, invoice, lines, params);
};

async function each(params: Params, act: (given: Params) => Promise<void>): Promise<void> {
  const asked = params.each('lines');
  if (!asked) throw parameterMissing('lines');
  for (const given of asked) {
    await act(given);
    given.done();
  }
}

async function rewrite(unit: Unit, invoice: Invoice, lines: InvoiceLine[], params: Params): Promise<Invoice> {
  const metadata = params.metadata('invoice_metadata');
  if (metadata) invoice.metadata = merged(invoice.metadata ?? {}, metadata);
  await setLines(unit, invoice, lines);
  return invoice;
}

function indexOf(lines: readonly InvoiceLine[], id: string, param = 'lines[0][id]'): number {
  const at = lines.findIndex((line) => line.id === id);
  if (at < 0) throw missing('invoice line item', id, param);
  return at;
}

const all: Handler = async (unit, params, id = '') => {
  const invoice = await unit.get('invoice', id);
  return within(invoice.lines.data, params, `/v1/invoices/${id}/lines`);
};

export const invoiceLines: readonly Route[] = [
  get('/v1/invoices/{id}/lines', all),
  post('/v1/invoices/{id}/lines/{line_item_id}', updateOne),
  post('/v1/invoices/{id}/add_lines', add),
  post('/v1/invoices/{id}/update_lines', update),
  post('/v1/invoices/{id}/remove_lines', remove),
];
