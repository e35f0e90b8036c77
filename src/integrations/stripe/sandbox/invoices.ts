import { discountsFor } from './coupons/redeeming.js';
import { draft, finalizeLater } from './invoice-draft.js';
import { voidInvoice, writeOff } from './invoice-closing.js';
import { finalize } from './invoice-finalizing.js';
import { pay } from './invoice-paying.js';
import { markPaid } from './invoice-settling.js';
import { exchangeRates, setLines } from './invoice-totals.js';
import { list } from './lists.js';
import { merged } from './metadata.js';
import type { Params } from './params.js';
import { methodOf } from './payment-methods.js';
import { del, get, post, type Handler, type Route } from './routes.js';
import { ratesOf } from './tax/tax-rates.js';
import { invalid, StripeFault } from './sandbox.errors.js';
import type { Unit } from './unit.js';
import type { Invoice } from './wire.js';

const DAY = 86_400;

const create: Handler = async (unit, params) => {
  const customer = await unit.get('customer', params.required('customer'), 'customer');
  const subscription = await unit.maybe('subscription', params.text('subscription'));
  const currency = params.currency() ?? customer.currency ?? 'usd';
  const behaviour = params.choice('pending_invoice_items_behavior', ['exclude', 'include']) ?? 'exclude';
  const invoice = await draft(unit, {
    customer,
    currency,
    alone: behaviour === 'exclude',
    reason: 'manual',
    ...(subscription ? { subscription } : {}),
    lines: [],
    period: { start: unit.at, end: unit.at },
    autoAdvance: false,
    quiet: true,
  });
  await write(unit, invoice, params);
  await price(unit, invoice, params);
  unit.created(invoice, 'invoice.created');
  return invoice;
};

const update: Handler = async (unit, params, id = '') => {
  const invoice = await unit.get('invoice', id);
  await write(unit, invoice, params);
  await price(unit, invoice, params);
  return invoice;
};

/** Discounts and tax rates of the whole; lines that took the rates of before take the new ones. */
async function price(unit: Unit, invoice: Invoice, params: Params): Promise<void> {
  const rates = await ratesOf(unit, params, 'default_tax_rates');
  const target = {
    customer: invoice.customer,
    currency: invoice.currency,
    amount: invoice.subtotal,
    invoice: invoice.id,
  };
  const discounts = await discountsFor(unit, params, target, invoice.discounts);
  if (rates === undefined && discounts === undefined) return;
  if (invoice.status !== 'draft') {
    throw invalid('This invoice is no longer editable.', { code: 'invoice_not_editable' });
  }
  if (rates) exchangeRates(invoice, rates);
  invoice.discounts = discounts ?? invoice.discounts;
  await setLines(unit, invoice, invoice.lines.data);
}

async function write(unit: Unit, invoice: Invoice, params: Params): Promise<void> {
  const metadata = params.metadata();
  if (metadata) invoice.metadata = merged(invoice.metadata ?? {}, metadata);
  for (const name of ['description', 'footer', 'statement_descriptor'] as const) {
    if (params.has(name)) invoice[name] = params.text(name) ?? null;
  }
  const method = params.text('default_payment_method');
  if (method !== undefined) invoice.default_payment_method = (await unit.get('payment_method', method)).id;
  invoice.collection_method =
    params.choice('collection_method', ['charge_automatically', 'send_invoice']) ?? invoice.collection_method;
  const days = params.whole('days_until_due');
  if (days !== undefined) invoice.due_date = unit.at + days * DAY;
  invoice.due_date = params.whole('due_date') ?? invoice.due_date;
  const advances = params.flag('auto_advance');
  if (advances !== undefined) invoice.auto_advance = advances;
  if (advances && invoice.status === 'draft') finalizeLater(unit, invoice);
}

const finalizeNow: Handler = async (unit, params, id = '') => {
  const invoice = await unit.get('invoice', id);
  invoice.auto_advance = params.flag('auto_advance') ?? invoice.auto_advance ?? false;
  await finalize(unit, invoice);
  if (invoice.auto_advance && isOpen(invoice) && invoice.collection_method === 'charge_automatically') {
    await pay(unit, invoice, { offSession: true });
  }
  return invoice;
};

const payNow: Handler = async (unit, params, id = '') => {
  const invoice = await unit.get('invoice', id);
  if (invoice.status === 'draft') await finalize(unit, invoice);
  if (invoice.status === 'paid') throw invalid('Invoice is already paid', { code: 'invoice_already_paid' });
  if (invoice.status !== 'open' && invoice.status !== 'uncollectible') throw unpayable(invoice);
  const given = params.text('payment_method');
  const method = given === undefined ? undefined : await methodOf(unit, given);
  const offSession = params.flag('off_session') ?? true;
  params.ignore('forgive');
  if (params.flag('paid_out_of_band')) await payElsewhere(unit, invoice);
  else {
    const refusal = await pay(unit, invoice, { method, offSession });
    if (refusal) throw refusal;
  }
  return invoice;
};

async function payElsewhere(unit: Unit, invoice: Invoice): Promise<void> {
  invoice.amount_paid = invoice.amount_due;
  invoice.amount_paid_off_stripe = invoice.amount_due;
  invoice.amount_remaining = 0;
  await markPaid(unit, invoice);
}

const voidNow: Handler = async (unit, _params, id = '') => {
  const invoice = await unit.get('invoice', id);
  if (!isOpen(invoice) && invoice.status !== 'uncollectible') {
    throw invalid(`You can only void open or uncollectible invoices. This one is ${invoice.status}.`);
  }
  await voidInvoice(unit, invoice);
  return invoice;
};

const giveUp: Handler = async (unit, _params, id = '') => {
  const invoice = await unit.get('invoice', id);
  if (!isOpen(invoice))
    throw invalid(`You can only mark open invoices as uncollectible. This one is ${invoice.status}.`);
  writeOff(unit, invoice, 'user_forgiven');
  return invoice;
};

const send: Handler = async (unit, _params, id = '') => {
  const invoice = await unit.get('invoice', id);
  if (invoice.status === 'draft') await finalize(unit, invoice);
  unit.tell('invoice.sent', invoice);
  return invoice;
};

const remove: Handler = async (unit, _params, id = '') => {
  const invoice = await unit.get('invoice', id);
  if (invoice.status !== 'draft')
    throw invalid('You can only delete draft invoices.', { code: 'invoice_not_editable' });
  unit.undue('invoice.finalize', id);
  for (const item of await unit.find('invoiceitem', 'parent', id)) unit.remove(item, 'invoiceitem.deleted');
  return unit.remove(invoice, 'invoice.deleted');
};

const retrieve: Handler = async (unit, _params, id = '') => unit.get('invoice', id);

const all: Handler = async (unit, params) =>
  list(unit, params, {
    kind: 'invoice',
    url: '/v1/invoices',
    filters: { customer: 'customer', status: 'status', subscription: 'parent' },
    fields: ['collection_method'],
    ranges: ['due_date'],
    choices: {
      collection_method: ['charge_automatically', 'send_invoice'],
      status: ['draft', 'open', 'paid', 'uncollectible', 'void'],
    },
  });

function isOpen({ status }: Invoice): boolean {
  return status === 'open';
}

function unpayable({ status }: Invoice): StripeFault {
  return invalid(`This invoice can no longer be paid: it is ${status}.`, { code: 'invoice_not_editable' });
}

export const invoices: readonly Route[] = [
  post('/v1/invoices', create),
  get('/v1/invoices', all),
  get('/v1/invoices/{id}', retrieve),
  post('/v1/invoices/{id}', update),
  del('/v1/invoices/{id}', remove),
  post('/v1/invoices/{id}/finalize', finalizeNow),
  post('/v1/invoices/{id}/pay', payNow),
  post('/v1/invoices/{id}/send', send),
  post('/v1/invoices/{id}/void', voidNow),
  post('/v1/invoices/{id}/mark_uncollectible', giveUp),
];
