import { unknownAmong, wants } from './wanted.js';

describe('what an endpoint asks for', () => {
  it.each([
    { asked: ['*'], type: 'billing.refund.issued', wanted: true },
    { asked: ['billing.*'], type: 'billing.refund.issued', wanted: true },
    { asked: ['billing.refund.*'], type: 'billing.refund.issued', wanted: true },
    { asked: ['billing.refund.issued'], type: 'billing.refund.issued', wanted: true },
    { asked: ['ledger.*', 'billing.refund.failed'], type: 'billing.refund.issued', wanted: false },
    { asked: ['billing'], type: 'billing.refund.issued', wanted: false },
    { asked: ['bill.*'], type: 'billing.refund.issued', wanted: false },
  ])('$asked has $type: $wanted', ({ asked, type, wanted }) => {
    expect(wants(asked, type)).toBe(wanted);
  });

  it('must be something that is told', () => {
    expect(unknownAmong(['billing.*', 'billing.refund.lost'], ['billing.refund.issued'])).toBe('billing.refund.lost');
    expect(unknownAmong(['billing.*', '*'], ['billing.refund.issued'])).toBeUndefined();
  });
});
