import { differences } from './differences.js';

const REFUND = { payment_intent: 'pi_1', amount: 2000, metadata: { re_id: 'ours' } };
const of = (object: object) => differences('refund.create', REFUND, { object: 'refund', id: 're_1', ...object });

it('what was made by hand as it was asked for is what came of the call', () => {
  expect(of({ payment_intent: 'pi_1', amount: 2000, metadata: {} })).toEqual([]);
  expect(of({ payment_intent: { id: 'pi_1', object: 'payment_intent' }, amount: 2000 })).toEqual([]);
});

it('what is over another amount, of another payment or under another id of ours is not, and it is said why', () => {
  expect(of({ payment_intent: 'pi_2', amount: 1000, metadata: { re_id: 'theirs' } })).toEqual([
    { field: 'metadata.re_id', asked: 'ours', found: 'theirs' },
    { field: 'payment_intent', asked: 'pi_1', found: 'pi_2' },
    { field: 'amount', asked: 2000, found: 1000 },
  ]);
});

it('a change is of the object it was asked of, and of no other kind', () => {
  const asked = { id: 'cn_1' };
  expect(differences('credit-note.void', asked, { object: 'credit_note', id: 'cn_1', status: 'void' })).toEqual([]);
  expect(differences('credit-note.void', asked, { object: 'invoice', id: 'in_1', status: 'void' })).toEqual([
    { field: 'object', asked: 'credit_note', found: 'invoice' },
    { field: 'id', asked: 'cn_1', found: 'in_1' },
  ]);
});

it('a subscription is to the price that was asked for', () => {
  const asked = { customer: 'cus_1', items: [{ price: 'price_1', quantity: 1 }] };
  const made = (price: string) => ({
    ...{ object: 'subscription', customer: 'cus_1' },
    items: { data: [{ price: { id: price } }] },
  });
  expect(differences('subscription.create', asked, made('price_1'))).toEqual([]);
  expect(differences('subscription.create', asked, made('price_2'))).toEqual([
    { field: 'items.price', asked: 'price_1', found: 'price_2' },
  ]);
});

it.each([
  { call: 'customer.delete', of: 'customer', before: {}, is: 'there', after: { deleted: true }, done: 'deleted' },
  {
    call: 'invoice.pay',
    of: 'invoice',
    before: { status: 'open' },
    is: 'open',
    after: { status: 'paid' },
    done: 'paid',
  },
  {
    call: 'invoice.void',
    of: 'invoice',
    before: { status: 'paid' },
    is: 'paid',
    after: { status: 'void' },
    done: 'void',
  },
])('what came of $call is $done, and not $is', ({ call, of: object, before, is, after, done }) => {
  const id = 'its_1';
  expect(differences(call, { id }, { object, id, ...after })).toEqual([]);
  expect(differences(call, { id }, { object, id, ...before })).toEqual([{ field: 'status', asked: [done], found: is }]);
});

it('what was captured is as much as was to be', () => {
  const asked = { id: 'pi_1', amount_to_capture: 4000 };
  const captured = (amount_received: number) => ({
    ...{ object: 'payment_intent', id: 'pi_1', amount: 9700, status: 'succeeded', amount_received },
  });
  expect(differences('payment.capture', asked, captured(4000))).toEqual([]);
  expect(differences('payment.capture', asked, captured(9700))).toEqual([
    { field: 'amount_received', asked: 4000, found: 9700 },
  ]);
});
