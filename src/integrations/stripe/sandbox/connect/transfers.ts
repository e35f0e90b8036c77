import { availableAt, book } from '../balance.js';
import { HOME } from '../rates.js';
import { list, within } from '../lists.js';
import { merged } from '../metadata.js';
import { get, post, type Handler, type Route } from '../routes.js';
import { invalid, parameterMissing } from '../sandbox.errors.js';
import type { Unit } from '../unit.js';
import type { Charge, Transfer } from '../wire.js';

const create: Handler = async (unit, params) => {
  const amount = params.whole('amount');
  if (amount === undefined) throw parameterMissing('amount');
  if (amount < 1) throw invalid('Invalid positive integer', { code: 'parameter_invalid_integer', param: 'amount' });
  const currency = params.requiredCurrency();
  if (currency !== HOME) throw invalid(`The account has no balance in ${currency}.`, { code: 'balance_insufficient' });
  const destination = await payee(unit, params.required('destination'));
  const charge = await unit.maybe('charge', params.text('source_transaction'));
  if (params.has('source_transaction') && !charge) throw invalid('No such charge.', { param: 'source_transaction' });
  if (charge) await refuseMoreThanCharge(unit, charge, amount);
  else if (amount > (await availableAt(unit, HOME))) throw insufficient();

  const transfer = blank(unit, amount, destination);
  transfer.description = params.text('description') ?? null;
  transfer.metadata = params.metadata() ?? {};
  transfer.transfer_group = params.text('transfer_group') ?? groupOf(charge);
  transfer.source_transaction = charge?.id ?? null;
  transfer.balance_transaction = await move(unit, transfer, -amount, charge);
  params.choice('source_type', ['card']);
  return unit.add(transfer, 'transfer.created');
};

/** @throws when the payee cannot be paid: gone, or not yet onboarded */
async function payee(unit: Unit, id: string): Promise<string> {
  const account = await unit.get('account', id, 'destination');
  // A standard account has its own books with Stripe; it can be paid from the start.
  if (account.capabilities?.transfers === 'active' || account.type === 'standard') return account.id;
  const message =
    'Your destination account needs to have at least one of the following capabilities enabled: transfers';
  throw invalid(message, { code: 'insufficient_capabilities_for_transfer' });
}

/** Money of a charge can be promised before it is available, but only once. */
async function refuseMoreThanCharge(unit: Unit, charge: Charge, amount: number): Promise<void> {
  const earlier = await unit.find('transfer', 'parent', charge.id);
  const left = earlier.reduce((sum, one) => sum - one.amount + one.amount_reversed, charge.amount_captured);
  if (charge.currency !== HOME || amount > left) {
    throw invalid('Your transfer is larger than what is left of its source.', { param: 'amount' });
  }
}

function groupOf(charge: Charge | undefined): string | null {
  return charge ? (charge.transfer_group ?? `group_${charge.id}`) : null;
}

async function move(unit: Unit, transfer: Transfer, amount: number, charge?: Charge): Promise<string> {
  const taken = await unit.maybe('balance_transaction', charge?.balance_transaction);
  return book(unit, {
    source: transfer.id,
    type: amount < 0 ? 'transfer' : 'transfer_refund',
    amount,
    currency: HOME,
    description: transfer.description,
    ...(taken ? { availableOn: Math.max(unit.at, taken.available_on) } : {}),
  }).id;
}

const reverse: Handler = async (unit, params, id = '') => {
  const transfer = await unit.get('transfer', id);
  const left = transfer.amount - transfer.amount_reversed;
  const amount = params.whole('amount') ?? left;
  if (amount < 1 || amount > left) {
    throw invalid(`The transfer has ${left} left to reverse.`, { param: 'amount' });
  }
  params.ignore('description', 'refund_application_fee');
  const reversal = {
    id: unit.id('trr'),
    object: 'transfer_reversal' as const,
    amount,
    balance_transaction: await move(unit, transfer, amount),
    created: unit.at,
    currency: transfer.currency,
    destination_payment_refund: null,
    metadata: params.metadata() ?? {},
    source_refund: null,
    transfer: id,
  };
  transfer.amount_reversed += amount;
  transfer.reversed = transfer.amount_reversed === transfer.amount;
  transfer.reversals.data.unshift(reversal);
  unit.tell('transfer.reversed', transfer);
  return reversal;
};

const reversals: Handler = async (unit, params, id = '') => {
  const transfer = await unit.get('transfer', id);
  return within(transfer.reversals.data, params, transfer.reversals.url);
};

const update: Handler = async (unit, params, id = '') => {
  const transfer = await unit.get('transfer', id);
  if (params.has('description')) transfer.description = params.text('description') ?? null;
  const metadata = params.metadata();
  if (metadata) transfer.metadata = merged(transfer.metadata, metadata);
  return transfer;
};

const retrieve: Handler = async (unit, _params, id = '') => unit.get('transfer', id);

const all: Handler = async (unit, params) =>
  list(unit, params, {
    kind: 'transfer',
    url: '/v1/transfers',
    filters: { destination: 'customer', transfer_group: 'peer' },
  });

function insufficient(): Error {
  return invalid('You have insufficient available funds in your Stripe account.', { code: 'balance_insufficient' });
}

function blank(unit: Unit, amount: number, destination: string): Transfer {
  const id = unit.id('tr');
  return {
    id,
    object: 'transfer',
    amount,
    amount_reversed: 0,
    balance_transaction: null,
    created: unit.at,
    currency: HOME,
    description: null,
    destination,
    livemode: false,
    metadata: {},
    reversals: { object: 'list', data: [], has_more: false, url: `/v1/transfers/${id}/reversals` },
    reversed: false,
    source_transaction: null,
    source_type: 'card',
    transfer_group: null,
  };
}

export const transfers: readonly Route[] = [
  post('/v1/transfers', create),
  get('/v1/transfers', all),
  get('/v1/transfers/{id}', retrieve),
  post('/v1/transfers/{id}', update),
  get('/v1/transfers/{id}/reversals', reversals),
  post('/v1/transfers/{id}/reversals', reverse),
];
