import { list } from './lists.js';
import { get, type Handler, type Route } from './routes.js';

const retrieve: Handler = async (unit, _params, id = '') => unit.get('invoice_payment', id);

const all: Handler = async (unit, params) =>
  list(unit, params, {
    kind: 'invoice_payment',
    url: '/v1/invoice_payments',
    filters: { invoice: 'parent', status: 'status' },
    where: (given, value) => {
      const payment = given.below('payment');
      const intent = payment?.text('payment_intent');
      payment?.ignore('type');
      payment?.done();
      return intent === undefined ? [] : [`peer = ${value(intent)}`];
    },
  });

export const invoicePayments: readonly Route[] = [
  get('/v1/invoice_payments', all),
  get('/v1/invoice_payments/{id}', retrieve),
];
