import { operationOf } from './operation-of.js';

it.each([
  ['POST', '/v1/payment_intents', 'payment_intents.create'],
  ['POST', '/v1/subscriptions/sub_1', 'subscriptions.update'],
  ['DELETE', '/v1/subscriptions/sub_1', 'subscriptions.delete'],
  ['POST', '/v1/invoices/in_1/pay', 'invoices.pay'],
  ['GET', '/v1/invoices/in_1', 'invoices.retrieve'],
  ['GET', '/v1/events?limit=100', 'events.list'],
  ['GET', '/v1/customers/cus_1/payment_methods', 'customers.list_payment_methods'],
  ['GET', '/v1/customers/cus_1/sources/ba_1', 'customers.list_sources'],
  ['GET', '/v1/balance', 'balance.retrieve'],
  ['POST', '/v1/cus_1', 'other'],
  ['POST', '/v2/core/events', 'other'],
])('%s %s is counted as %s', (method, path, operation) => {
  expect(operationOf(method, `https://api.stripe.com${path}`)).toBe(operation);
});
