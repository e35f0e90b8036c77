import { impersonal, isOfAnother, names, withoutAddresses, type Theirs } from './personal-fields.js';

const theirs: Theirs = {
  isId: (text) => text === 'cus_1',
  isEmail: (text) => text.toLowerCase() === 'ada@example.com',
  isPhone: (text) => text === '+442071234567',
};

const event = (object: object, previous_attributes?: object) => ({
  id: 'evt_1',
  type: 'x.updated',
  created: 1,
  data: { object, ...(previous_attributes ? { previous_attributes } : {}) },
});

describe('a stored body', () => {
  it.each([
    { by: 'the customer it is about', body: event({ object: 'customer', id: 'cus_1' }), is: true },
    { by: 'the customer it belongs to', body: event({ object: 'payment_intent', customer: 'cus_1' }), is: true },
    { by: 'an address alone', body: event({ object: 'charge', receipt_email: 'ADA@example.com' }), is: true },
    { by: 'an address in a text', body: event({ object: 'charge', description: 'For <ada@example.com>' }), is: true },
    { by: 'a phone number', body: event({ object: 'charge', billing_details: { phone: '+442071234567' } }), is: true },
    { by: 'somebody else', body: event({ object: 'customer', id: 'cus_2', email: 'bob@example.com' }), is: false },
  ])('names them by $by: $is', ({ body, is }) => {
    expect(names(body, theirs)).toBe(is);
  });

  it.each([
    {
      what: 'who a customer is, and what was before',
      body: event(
        {
          object: 'customer',
          id: 'cus_1',
          name: 'Ada',
          description: 'met in May',
          email: 'ada@example.com',
          balance: 5,
        },
        { name: 'Augusta', metadata: { crm: 'x' } },
      ),
      left: event(
        { object: 'customer', id: 'cus_1', name: null, description: null, email: null, balance: 5 },
        { name: null, metadata: {} },
      ),
    },
    {
      what: 'whom a payment is from; ids, amounts and our own marks stay',
      body: event({
        object: 'charge',
        id: 'ch_1',
        amount: 9700,
        created: 7,
        metadata: { re_id: 'r', order: 'Ada' },
        billing_details: { name: 'Ada', address: { city: 'London' }, tax_id: null },
        payment_method_details: { card: { last4: '4242', brand: 'visa' } },
      }),
      left: event({
        object: 'charge',
        id: 'ch_1',
        amount: 9700,
        created: 7,
        metadata: { re_id: 'r' },
        billing_details: { name: null, address: { city: null }, tax_id: null },
        payment_method_details: { card: { last4: '4242', brand: 'visa' } },
      }),
    },
    {
      what: 'nothing of the things that were sold',
      body: event({ object: 'invoice', lines: { data: [{ object: 'line_item', description: '1 × Starter' }] } }),
      left: event({ object: 'invoice', lines: { data: [{ object: 'line_item', description: '1 × Starter' }] } }),
    },
    {
      what: 'an address in a text anywhere',
      body: event({ object: 'payment_intent', description: 'For ada@example.com', amount: 1 }),
      left: event({ object: 'payment_intent', description: null, amount: 1 }),
    },
  ])('loses $what', ({ body, left }) => {
    expect(impersonal(body, theirs)).toEqual(left);
    expect(impersonal(left, theirs)).toEqual(left);
  });

  it('is of somebody else who shares the telephone where it bears an address of that other', () => {
    const phone = '+442071234567';
    const bea = event({ object: 'customer', id: 'cus_2', name: 'Bea', email: 'bea@example.com', phone });
    expect(isOfAnother(bea, theirs)).toBe(true);
    expect(isOfAnother(event({ object: 'charge', billing_details: { name: 'Ada', phone } }), theirs)).toBe(false);
    expect(isOfAnother(event({ object: 'customer', id: 'cus_1', email: 'bea@example.com', phone }), theirs)).toBe(
      false,
    );
    expect(withoutAddresses(bea, theirs)).toEqual(
      event({ object: 'customer', id: 'cus_2', name: 'Bea', email: 'bea@example.com', phone: null }),
    );
  });
});
