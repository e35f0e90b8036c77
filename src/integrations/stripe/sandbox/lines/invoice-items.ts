import { lineOf } from '../invoice-lines.js';
import { setLines } from '../invoice-totals.js';
import { list } from '../lists.js';
import type { Params } from '../params.js';
import { del, get, post, type Handler, type Route } from '../routes.js';
import { invalid } from '../sandbox.errors.js';
import type { Unit } from '../unit.js';
import type { Invoice, InvoiceItem, InvoiceLine } from '../wire.js';
import { describe, describedItem } from './described-item.js';

const create: Handler = async (unit, params) => {
  const customer = await unit.get('customer', params.required('customer'), 'customer');
  const named = params.text('invoice');
  const invoice = named === undefined ? undefined : await draftOf(unit, named, 'invoice');
  const subscription = params.text('subscription');
  if (subscription !== undefined) await unit.get('subscription', subscription, 'subscription');
  const item = await describedItem(unit, params, { customer, subscription, price: priceOf(params) });
  unknownToSums(params);
  unit.add(item, 'invoiceitem.created');
  if (invoice) await addTo(unit, invoice, item);
  return item;
};

/** The price it names. */
export function priceOf(params: Params): string | undefined {
  const pricing = params.below('pricing');
  const price = pricing?.text('price');
  pricing?.done();
  return price;
}

/** There is no automatic tax. */
function unknownToSums(params: Params): void {
  params.ignore('tax_behavior', 'tax_code');
}

/** @throws when it can no longer be changed */
export async function draftOf(unit: Unit, id: string, param: string): Promise<Invoice> {
  const invoice = await unit.get('invoice', id, param);
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
  const invoice = item.invoice === null ? undefined : await draftOf(unit, item.invoice, 'invoice');
  await describe(unit, item, params, { price: priceOf(params), currency: invoice?.currency });
  unknownToSums(params);
  if (invoice) await setLines(unit, invoice, redrawn(unit, invoice, item));
  return item;
};

const remove: Handler = async (unit, _params, id = '') => {
  const item = await unit.get('invoiceitem', id);
  const invoice = item.invoice === null ? undefined : await draftOf(unit, item.invoice, 'invoice');
  if (invoice) {
    const stays = invoice.lines.data.filter(({ parent }) => itemIn(parent) !== id);
    await setLines(unit, invoice, stays);
  }
  return unit.remove(item, 'invoiceitem.deleted');
};

function redrawn(unit: Unit, { lines }: Invoice, item: InvoiceItem): InvoiceLine[] {
  return lines.data.map((line) => (itemIn(line.parent) === item.id ? { ...lineOf(unit, item), id: line.id } : line));
}

/** The item behind a line. */
export function itemIn(parent: InvoiceLine['parent']): string | null | undefined {
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
