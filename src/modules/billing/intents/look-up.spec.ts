import type { Stripe } from 'stripe';
import { days } from '../../../kernel/clock.js';
import { lookUp } from './look-up.js';

const from = new Date('2026-03-01T00:00:00Z');

/** The provider's list of events, newest first: objects told of under a key. */
function telling(...told: { id: string; object: string; key: string }[]): Stripe {
  const events = told.map(({ id, object, key }) => ({
    request: { idempotency_key: key },
    data: { object: { id, object } },
  }));
  return { events: { list: () => events } } as unknown as Stripe;
}

const looked = (stripe: Stripe, after: number) =>
  lookUp(stripe, {
    ...{ operation: 'invoice.update', params: {}, key: 're_1', from },
    now: new Date(from.getTime() + after),
  });

it('of all that is told of under its key, a call made the object of its own kind', async () => {
  const stripe = telling(
    { id: 'pi_1', object: 'payment_intent', key: 're_1' },
    { id: 'in_2', object: 'invoice', key: 're_2' },
    { id: 'in_1', object: 'invoice', key: 're_1' },
  );
  expect(await looked(stripe, days(1))).toEqual({ kind: 'found', object: { id: 'in_1', object: 'event' } });
});

it('no event is proof for as long as events are listed, and none beyond', async () => {
  const other = telling({ id: 'pi_1', object: 'payment_intent', key: 're_1' });
  expect(await looked(other, days(28))).toEqual({ kind: 'absent' });
  expect(await looked(other, days(30))).toEqual({ kind: 'unsure' });
});

describe('of a dispute that was to be accepted, its status says', () => {
  const found = (status: string) =>
    lookUp({ disputes: { retrieve: async (id: string) => ({ id, status }) } } as unknown as Stripe, {
      ...{ operation: 'dispute.accept', params: { id: 'dp_1' }, key: 're_1', from },
      now: new Date(from.getTime() + days(1)),
    });

  it.each(['lost', 'warning_closed'])('that it is: %s', async (status) => {
    expect(await found(status)).toEqual({ kind: 'found', object: { id: 'dp_1', status } });
  });

  it.each(['won', 'prevented'])('that it never can be: %s', async (status) => {
    expect(await found(status)).toEqual({ kind: 'overtaken', object: { id: 'dp_1', status }, status });
  });

  it.each(['needs_response', 'warning_needs_response', 'under_review', 'appeal_needs_response'])(
    'that it is not as yet: %s',
    async (status) => expect(await found(status)).toEqual({ kind: 'absent' }),
  );
});

describe('of a payment that was held, it says', () => {
  const found = (operation: string, status: string, amount_received = 0) => {
    const payment = { id: 'pi_1', status, amount_received };
    const stripe = { paymentIntents: { retrieve: async () => payment } } as unknown as Stripe;
    const params = { id: 'pi_1', ...(operation === 'payment.capture' ? { amount_to_capture: 4000 } : {}) };
    return lookUp(stripe, { operation, params, key: 're_1', from, now: new Date(from.getTime() + days(1)) });
  };

  it.each([
    { operation: 'payment.capture', status: 'requires_capture', received: 0, kind: 'absent' },
    { operation: 'payment.capture', status: 'succeeded', received: 4000, kind: 'found' },
    { operation: 'payment.capture', status: 'succeeded', received: 9700, kind: 'overtaken' },
    { operation: 'payment.capture', status: 'canceled', received: 0, kind: 'overtaken' },
    { operation: 'payment.cancel', status: 'requires_capture', received: 0, kind: 'absent' },
    { operation: 'payment.cancel', status: 'canceled', received: 0, kind: 'found' },
    { operation: 'payment.cancel', status: 'succeeded', received: 9700, kind: 'overtaken' },
  ])('that $operation is $kind where $received of it came in and it is $status', async (one) => {
    expect(await found(one.operation, one.status, one.received)).toMatchObject({ kind: one.kind });
  });
});
