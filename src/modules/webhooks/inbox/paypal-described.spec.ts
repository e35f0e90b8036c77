import { describePayPal, isOfConcern } from './paypal-described.js';

const captured = {
  id: 'WH-1',
  event_type: 'PAYMENT.CAPTURE.COMPLETED',
  create_time: '2026-03-01T00:00:04Z',
  resource_type: 'capture',
  resource: { id: '3C6', status: 'COMPLETED' },
};

describe('an event of PayPal’s', () => {
  it.each([
    { event_type: 'PAYMENT.CAPTURE.COMPLETED', resource: { id: '3C6' }, key: 'paypal:self:capture:3C6' },
    { event_type: 'CHECKOUT.ORDER.APPROVED', resource: { id: '5O1' }, key: 'paypal:self:order:5O1' },
    { event_type: 'PAYMENT.REFUND.COMPLETED', resource: { id: '1RF' }, key: 'paypal:self:refund:1RF' },
    { event_type: 'CUSTOMER.DISPUTE.CREATED', resource: { dispute_id: 'PP-D-1' }, key: 'paypal:self:dispute:PP-D-1' },
    { event_type: 'BILLING.PLAN.CREATED', resource: { id: 'P-1' }, key: 'paypal:self:capture:P-1' },
    { event_type: 'PAYMENT.CAPTURE.PENDING', resource: null, key: 'paypal:self:capture:WH-1' },
  ])('$event_type is kept with its object', ({ event_type, resource, key }) => {
    expect(describePayPal({ ...captured, event_type, resource }, false)).toMatchObject({
      ...{ externalId: 'WH-1', type: event_type, objectKey: key, occurredAt: new Date('2026-03-01T00:00:04Z') },
    });
  });

  it('is told from what is none', () => {
    expect(describePayPal({ ...captured, create_time: 'soon' }, false)).toBeUndefined();
    expect(describePayPal({ ...captured, id: 7 }, false)).toBeUndefined();
    expect(['PAYMENT.REFUND.PENDING', 'PAYMENT.SALE.COMPLETED'].map(isOfConcern)).toEqual([true, false]);
  });
});
