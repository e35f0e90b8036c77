import { availableAt } from '../balance.js';
import { HOME } from '../rates.js';
import { list } from '../lists.js';
import { merged } from '../metadata.js';
import { get, post, type Handler, type Route } from '../routes.js';
import { invalid, parameterMissing } from '../sandbox.errors.js';
import { payOut } from './payout.js';
import { giveBack } from './travelling.js';

const create: Handler = async (unit, params) => {
  const amount = params.whole('amount');
  if (amount === undefined) throw parameterMissing('amount');
  if (amount < 1) throw invalid('Invalid positive integer', { code: 'parameter_invalid_integer', param: 'amount' });
  const currency = params.requiredCurrency();
  if (currency !== HOME || amount > (await availableAt(unit, HOME))) {
    throw invalid('You have insufficient funds in your Stripe account.', { code: 'balance_insufficient' });
  }
  const payout = payOut(unit, { amount, automatic: false, description: params.text('description') ?? null });
  payout.metadata = params.metadata() ?? {};
  payout.statement_descriptor = params.text('statement_descriptor') ?? null;
  params.choice('method', ['standard']);
  params.choice('source_type', ['card']);
  unit.created(payout, 'payout.created');
  return payout;
};

const cancel: Handler = async (unit, _params, id = '') => {
  const payout = await unit.get('payout', id);
  if (payout.status !== 'pending' || payout.automatic) {
    throw invalid(`Payout ${id} can no longer be canceled: it is ${payout.status}.`, { code: 'payout_not_cancelable' });
  }
  payout.status = 'canceled';
  payout.failure_balance_transaction = giveBack(unit, payout, 'payout_cancel');
  unit.undue('payout.send', id);
  unit.undue('payout.arrive', id);
  unit.tell('payout.canceled', payout);
  return payout;
};

const update: Handler = async (unit, params, id = '') => {
  const payout = await unit.get('payout', id);
  const metadata = params.metadata();
  if (metadata) payout.metadata = merged(payout.metadata ?? {}, metadata);
  return payout;
};

const retrieve: Handler = async (unit, _params, id = '') => unit.get('payout', id);

const all: Handler = async (unit, params) =>
  list(unit, params, {
    kind: 'payout',
    url: '/v1/payouts',
    filters: { status: 'status' },
    fields: ['destination'],
    ranges: ['arrival_date'],
    choices: { status: ['canceled', 'failed', 'in_transit', 'paid', 'pending'] },
  });

export const payouts: readonly Route[] = [
  post('/v1/payouts', create),
  get('/v1/payouts', all),
  get('/v1/payouts/{id}', retrieve),
  post('/v1/payouts/{id}', update),
  post('/v1/payouts/{id}/cancel', cancel),
];
