import fc from 'fast-check';
import type { InboxEvent } from '../../webhooks/index.js';
import { paymentHistory } from './payment-history.js';
import { project } from './payment-projection.js';

const SEED = Number(process.hrtime.bigint() % 1_000_000n);

/** An event as the inbox keeps it; its number is its second, its place of arrival and its id. */
function heard(number: number, object: Record<string, unknown> & { object: string }, second = number): InboxEvent {
  const at = new Date(second * 1000);
  const [id, type] = [`evt_${number}`, `${object.object}.updated`];
  return {
    seq: String(number),
    id,
    externalId: id,
    source: 'webhook',
    type,
    objectKey: 'stripe:self:payment_intent:pi_1',
    occurredAt: at,
    receivedAt: at,
    body: { id, type, created: second, livemode: false, data: { object } },
  };
}

const made = { created: 1, livemode: false, currency: 'usd', customer: 'cus_1', description: null };
const intent = (status: string, more = {}) => ({
  id: 'pi_1',
  object: 'payment_intent',
  ...made,
  amount: 9700,
  status,
  ...more,
});
const charge = (more = {}) => ({
  id: 'ch_1',
  object: 'charge',
  ...made,
  payment_intent: 'pi_1',
  amount: 9700,
  amount_captured: 0,
  amount_refunded: 0,
  captured: false,
  status: 'pending',
  balance_transaction: null,
  failure_code: null,
  ...more,
});
const CAPTURED = { captured: true, amount_captured: 9700, status: 'succeeded' };
const refund = (status: string, more = {}) => ({
  id: 're_1',
  object: 'refund',
  ...made,
  charge: 'ch_1',
  payment_intent: 'pi_1',
  amount: 2000,
  reason: null,
  balance_transaction: null,
  status,
  ...more,
});

const LIFE = [
  heard(1, intent('requires_payment_method')),
  heard(2, charge({ id: 'ch_0', status: 'failed', failure_code: 'card_declined' })),
  heard(
    3,
    intent('requires_payment_method', { last_payment_error: { code: 'card_declined', decline_code: 'lost_card' } }),
  ),
  heard(4, charge(CAPTURED)),
  heard(5, intent('succeeded')),
  heard(6, charge({ ...CAPTURED, balance_transaction: 'txn_1' })),
  heard(7, refund('pending')),
  heard(8, charge({ ...CAPTURED, balance_transaction: 'txn_1', amount_refunded: 2000 })),
  heard(9, refund('succeeded', { balance_transaction: 'txn_2' })),
];

beforeAll(() => process.stdout.write(`payment history seed ${SEED}\n`));

describe('the history of a payment', () => {
  it('joins what was heard: the furthest states, the largest amounts, every id once named', () => {
    const { intent: is, charges, refunds, cause } = paymentHistory(LIFE) ?? {};

    expect(is).toMatchObject({ status: 'succeeded' });
    expect(charges?.map(({ id, status }) => `${id} ${status}`)).toEqual(['ch_0 failed', 'ch_1 succeeded']);
    expect(charges?.at(-1)).toMatchObject({
      amount_captured: 9700,
      amount_refunded: 2000,
      balance_transaction: 'txn_1',
    });
    expect(refunds).toMatchObject([{ status: 'succeeded', balance_transaction: 'txn_2' }]);
    expect(cause?.id).toBe('evt_9');
  });

  it('is the same whatever arrived first, and however often', () => {
    const failures = [heard(11, refund('failed'), 11), heard(12, refund('failed'), 12)];
    const life = [...LIFE, ...failures];
    const shuffled = fc.shuffledSubarray([...life, ...life], { minLength: 2 * life.length });
    fc.assert(
      fc.property(shuffled, (events) => {
        expect(project(paymentHistory(events)!, 'customer', undefined)).toEqual(
          project(paymentHistory(life)!, 'customer', undefined),
        );
      }),
      { seed: SEED, numRuns: 50 },
    );
  });

  it.each([
    { what: 'a late word of an open intent', said: [intent('succeeded'), intent('processing')], status: 'succeeded' },
    {
      what: 'a decline that leaves it open',
      said: [intent('requires_payment_method', { last_payment_error: { code: 'x' } })],
      status: 'failed',
    },
    {
      what: 'a wait for its first method',
      said: [intent('requires_payment_method')],
      status: 'requires_payment_method',
    },
  ])('makes it $status after $what', ({ said, status }) => {
    const history = paymentHistory(said.map((object, index) => heard(index + 1, object)))!;

    expect(project(history, 'customer', undefined)?.payment.status).toBe(status);
  });

  it('that was held first is dated by its capture, and what was let go of it is no refund', () => {
    const manual = { capture_method: 'manual', amount_capturable: 9700 };
    const card = {
      payment_method_details: { type: 'card', card: { brand: 'visa', last4: '4242', capture_before: 90 } },
    };
    const HELD = [heard(2, charge({ ...card, status: 'succeeded' })), heard(3, intent('requires_capture', manual))];
    const life = [
      ...HELD,
      heard(40, refund('succeeded', { id: 're_0', amount: 5700 })),
      heard(
        40,
        charge({ ...card, ...CAPTURED, amount_captured: 4000, amount_refunded: 5700, balance_transaction: 't' }),
      ),
      heard(41, intent('succeeded', { ...manual, amount_capturable: 0 })),
      heard(50, charge({ ...card, ...CAPTURED, amount_captured: 4000, amount_refunded: 7700 })),
      heard(50, refund('succeeded', { balance_transaction: 'txn_2' })),
    ];
    const of = (events: InboxEvent[]) => project(paymentHistory(events)!, 'customer', undefined)!;

    expect(of(HELD)).toMatchObject({
      payment: { capturable_minor: 9700, captured_minor: 0, capture_before: new Date(90_000), captured_at: null },
      statements: [],
    });
    expect(of(life.toReversed())).toEqual(of(life));
    expect(of(life)).toMatchObject({
      payment: {
        ...{ capturable_minor: 0, captured_minor: 4000, refunded_minor: 2000, capture_before: null },
        captured_at: new Date(40_000),
      },
      charges: [{ captured_minor: 4000, refunded_minor: 2000 }],
      refunds: [{ provider_id: 're_1' }],
    });
    expect(of(life).statements.find(({ rule }) => rule === 'payment.received')?.effectiveAt).toEqual(new Date(40_000));
  });

  it('gives back what was refunded when the refund fails, however late that is heard', () => {
    const history = paymentHistory([
      ...LIFE,
      heard(10, refund('failed', { failure_balance_transaction: 'txn_3' }), 8),
    ])!;
    const { payment, refunds, statements } = project(history, 'customer', undefined)!;

    expect(refunds).toMatchObject([{ status: 'failed' }]);
    expect(payment.refunded_minor).toBe(0);
    // Until then it was on its way: the event of second 8 shows the failure, whenever it came.
    expect(statements.find(({ rule }) => rule === 'refund.sent')).toMatchObject({
      effectiveAt: new Date(1000),
      endsAt: new Date(8000),
      lines: [{ account: 'unapplied' }, { account: 'clearing:refunds' }],
    });
  });

  it('says which of two tries in one second was the last: the one that took the money', () => {
    const failed = charge({ id: 'ch_9', status: 'failed', payment_method_details: { type: 'us_bank_account' } });
    const took = charge({
      ...CAPTURED,
      payment_method_details: { type: 'card', card: { brand: 'visa', last4: '4242' } },
    });
    const history = paymentHistory([heard(1, intent('succeeded')), heard(2, took), heard(3, failed)])!;

    expect(project(history, 'customer', undefined)?.payment.method).toMatchObject({ type: 'card', last4: '4242' });
  });

  it.each([
    { what: 'waits for its intent where it names one', named: 'pi_1', payment: undefined },
    {
      what: 'is a payment of its own where it names none',
      named: null,
      payment: { provider_id: 'ch_1', captured_minor: 9700 },
    },
  ])('of a charge alone $what', ({ named, payment }) => {
    const history = paymentHistory([heard(1, charge({ ...CAPTURED, payment_intent: named }))])!;
    const said = project(history, 'customer', undefined)?.payment;

    if (payment) expect(said).toMatchObject(payment);
    else expect(said).toBeUndefined();
  });

  it('is nothing where nothing was heard', () => {
    expect(paymentHistory([])).toBeUndefined();
  });
});
