import { get, post, type Handler, type Route } from '../routes.js';
import { invalid, StripeFault } from '../sandbox.errors.js';
import { cardOf } from '../test-cards.js';
import { orderOf } from './order.js';
import { payWith } from './paying.js';

const open: Handler = async (unit, _params, id = '') => unit.get('checkout.session', id);

const confirm: Handler = async (unit, params, id = '') => {
  const session = await unit.get('checkout.session', id);
  if (session.status !== 'open') throw invalid(`This session is ${session.status}.`);
  const method = await unit.get('payment_method', params.required('payment_method'), 'payment_method');
  const expected = params.whole('expected_amount');
  if (expected !== undefined && expected !== session.amount_total) {
    throw invalid('The amount is not the one expected.', { param: 'expected_amount' });
  }
  const { email, name } = method.billing_details;
  const order = await orderOf(unit, id);
  order.buyer = { email, name };
  const { attach } = cardOf(method.card?.fingerprint) ?? {};
  const card = { token: method.id, ...(attach === undefined ? {} : { attach }) };
  const paid = await payWith(unit, session, { card, returnUrl: `${unit.store.place.pages}/sandbox/checkout/${id}` });
  if ('refused' in paid) throw new StripeFault(402, { type: 'card_error', message: paid.refused }, true);
  return session;
};

/** The checkout page as Stripe's own command line fills it in. The package knows nothing of it. */
export const paymentPages: readonly Route[] = [
  get('/v1/payment_pages/{id}', open),
  post('/v1/payment_pages/{id}/confirm', confirm),
];
