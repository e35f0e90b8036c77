import type { Stripe } from 'stripe';
import { aBusiness, aCustomer, expectBalance, type Business } from './business.js';

let business: Business;
let stripe: Stripe;

beforeAll(async () => {
  business = await aBusiness();
  stripe = business.stripe;
});
afterEach(() => expectBalance(stripe));

async function disputed(card: string, cents = 9900): Promise<Stripe.Dispute> {
  const { id, method } = await aCustomer(stripe, card);
  const common = { currency: 'usd', customer: id, payment_method: method, confirm: true, off_session: true };
  const payment = await stripe.paymentIntents.create({ amount: cents, ...common });
  await business.sandbox.advance({ by: 'PT1S' });
  const { data } = await stripe.disputes.list({ payment_intent: payment.id });
  expect(data).toHaveLength(1);
  return data[0] as Stripe.Dispute;
}

const heldNow = async (): Promise<number> => {
  const { available, pending } = await stripe.balance.retrieve();
  return (available[0]?.amount ?? 0) + (pending[0]?.amount ?? 0);
};
const toldAbout = async (id: string): Promise<string[]> => {
  const { data } = await stripe.events.list({ limit: 100, types: TYPES });
  return data
    .filter(({ data: { object } }) => (object as Stripe.Dispute).id === id)
    .map(({ type }) => type)
    .toReversed();
};
const TYPES = ['created', 'updated', 'funds_withdrawn', 'funds_reinstated', 'closed'].map(
  (what) => `charge.dispute.${what}`,
);

it('takes the money and a fee of 15.00, and evidence that wins brings both back', async () => {
  const before = await heldNow();
  const dispute = await disputed('pm_card_createDispute');
  expect(dispute).toMatchObject({
    status: 'needs_response',
    reason: 'fraudulent',
    is_charge_refundable: false,
    balance_transactions: [{ amount: -9900, fee: 1500, net: -11_400, reporting_category: 'dispute' }],
  });
  expect(await heldNow()).toBe(before + 9900 - 317 - 11_400);
  await expect(stripe.refunds.create({ charge: dispute.charge as string })).rejects.toMatchObject({
    code: 'charge_disputed',
  });

  const won = await stripe.disputes.update(dispute.id, { evidence: { uncategorized_text: 'winning_evidence' } });

  expect(won).toMatchObject({ status: 'won', evidence_details: { has_evidence: true, submission_count: 1 } });
  expect(won.balance_transactions.map(({ net }) => net)).toEqual([-11_400, 11_400]);
  expect(await heldNow()).toBe(before + 9900 - 317);
  expect(await toldAbout(dispute.id)).toEqual([
    'charge.dispute.created',
    'charge.dispute.funds_withdrawn',
    'charge.dispute.updated',
    'charge.dispute.updated',
    'charge.dispute.funds_reinstated',
    'charge.dispute.closed',
  ]);
});

it('is lost with evidence that loses, when it is accepted, and when nobody answers in time', async () => {
  const first = await disputed('pm_card_createDisputeProductNotReceived');
  expect(first.reason).toBe('product_not_received');
  const staged = await stripe.disputes.update(first.id, { evidence: { receipt: 'file_1' }, submit: false });
  expect(staged).toMatchObject({ status: 'needs_response', evidence_details: { has_evidence: true } });
  const lost = await stripe.disputes.update(first.id, { evidence: { uncategorized_text: 'losing_evidence' } });
  expect(lost.status).toBe('lost');

  const second = await disputed('pm_card_createDispute');
  expect((await stripe.disputes.close(second.id)).status).toBe('lost');
  await expect(stripe.disputes.close(second.id)).rejects.toMatchObject({ statusCode: 400 });

  const third = await disputed('pm_card_createDispute');
  await business.sandbox.advance({ to: new Date((third.evidence_details.due_by ?? 0) * 1000) });
  expect(await stripe.disputes.retrieve(third.id)).toMatchObject({
    status: 'lost',
    evidence_details: { past_due: true },
  });
});

it('is under review for two months when the evidence says nothing in particular', async () => {
  const { id } = await disputed('pm_card_createDispute');
  expect((await stripe.disputes.update(id, { evidence: { customer_name: 'Ada' } })).status).toBe('under_review');
  await business.sandbox.advance({ by: 'P59D' });
  expect((await stripe.disputes.retrieve(id)).status).toBe('under_review');
  await business.sandbox.advance({ by: 'P1D' });
  expect((await stripe.disputes.retrieve(id)).status).toBe('lost');
});

it('that is only an inquiry moves no money until it escalates, and is over with a refund', async () => {
  const before = await heldNow();
  const inquiry = await disputed('pm_card_createDisputeInquiry');
  expect(inquiry).toMatchObject({
    status: 'warning_needs_response',
    is_charge_refundable: true,
    balance_transactions: [],
    payment_method_details: { card: { case_type: 'inquiry' } },
  });
  expect(await heldNow()).toBe(before + 9900 - 317);

  const evidence = { uncategorized_text: 'escalate_inquiry_evidence' };
  const escalated = await stripe.disputes.update(inquiry.id, { evidence });
  expect(escalated).toMatchObject({ status: 'needs_response', balance_transactions: [{ net: -11_400 }] });

  const other = await disputed('pm_card_createDisputeInquiry');
  await stripe.refunds.create({ charge: other.charge as string });
  expect((await stripe.disputes.retrieve(other.id)).status).toBe('warning_closed');
});

it('is announced by a warning of fraud, which a refund settles', async () => {
  const { id, method } = await aCustomer(stripe, 'pm_card_createIssuerFraudRecord');
  const common = { currency: 'usd', customer: id, payment_method: method, confirm: true, off_session: true };
  const payment = await stripe.paymentIntents.create({ amount: 2000, ...common });
  await business.sandbox.advance({ by: 'PT1S' });

  const warnings = async (): Promise<object[]> =>
    (await stripe.radar.earlyFraudWarnings.list({ payment_intent: payment.id })).data;
  expect(await warnings()).toMatchObject([{ actionable: true, charge: payment.latest_charge }]);
  await stripe.refunds.create({ payment_intent: payment.id });
  expect(await warnings()).toMatchObject([{ actionable: false }]);
  const { data } = await stripe.events.list({ type: 'radar.early_fraud_warning.created' });
  expect(data).toHaveLength(1);
});
