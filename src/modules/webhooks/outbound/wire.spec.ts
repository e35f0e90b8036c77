import { aCurrency, anId, anObject, aWhole, listOf } from '../../../platform/events/event-schema.js';
import { fullPayload, thinPayload, wireSchema } from './wire.js';

const captured = {
  type: 'billing.payment.captured',
  subject: 'payment:p1',
  sequence: 3,
  occurredAt: new Date('2026-03-01T00:00:04.120Z'),
  data: { paymentId: 'p1', customerId: null, minor: 9700, currency: 'usd' },
};

describe('an event on the wire', () => {
  it('is named as receivers know it and carries amounts in major units', () => {
    expect(fullPayload(captured)).toEqual({
      type: 'billing.payment.captured',
      timestamp: '2026-03-01T00:00:04.120Z',
      data: { sequence: 3, payment: { id: 'p1', customer_id: null, amount: 97, currency: 'usd' } },
    });
    expect(fullPayload({ ...captured, type: 'billing.invoice.payment-failed' }).type).toBe(
      'billing.invoice.payment_failed',
    );
  });

  it.each([
    { currency: 'jpy', amount: 9700 },
    { currency: 'kwd', amount: 9.7 },
  ])('has as many digits as $currency', ({ currency, amount }) => {
    const data = { ...captured.data, currency };
    expect(fullPayload({ ...captured, data }).data['payment']).toMatchObject({ amount });
  });

  it('finds the currency of an amount around it', () => {
    const data = { versions: [{ currency: 'usd', items: [{ arrMinor: 116_400 }] }] };

    expect(fullPayload({ ...captured, type: 'billing.subscription.versioned', data }).data).toEqual({
      sequence: 3,
      subscription: { versions: [{ currency: 'usd', items: [{ arr: 1164 }] }] },
    });
  });

  it('says thinly no more than which one it is about', () => {
    expect(thinPayload(captured).data).toEqual({ sequence: 3, payment: { id: 'p1' } });
  });

  it('says thinly whose it is where it has no id of its own', () => {
    const data = { customerId: 'c1', from: 'lead', to: 'active' };
    const changed = { ...captured, type: 'customers.stage.changed', subject: 'customer:c1', data };

    expect(thinPayload(changed).data).toEqual({ sequence: 3, stage: { customer_id: 'c1' } });
  });

  it('has a schema made by the same rules', () => {
    const schema = anObject({ paymentId: anId, lines: listOf(anObject({ feeMinor: aWhole })), currency: aCurrency });
    const { properties } = wireSchema(captured.type, schema);

    expect(Object.keys(properties?.['payment']?.properties ?? {})).toEqual(['id', 'lines', 'currency']);
    expect(properties?.['payment']?.properties?.['lines']?.items?.required).toEqual(['fee']);
  });
});
