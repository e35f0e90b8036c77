import { eventsOf, saidAt } from './answers.js';

const at = new Date('2026-03-01T00:00:00.900Z');
const list = (...data: object[]) => ({ object: 'list', data });
const transaction = { id: 'txn_1', object: 'balance_transaction' };
const charge = { id: 'ch_1', object: 'charge', balance_transaction: transaction };
const intent = { id: 'pi_1', object: 'payment_intent', livemode: true, latest_charge: charge };

describe('an answer of the provider', () => {
  it.each([
    { what: 'a payment with its charge and its money', answer: intent, ids: ['pi_1', 'ch_1', 'txn_1'] },
    { what: 'references left as ids', answer: { ...intent, latest_charge: 'ch_1' }, ids: ['pi_1'] },
    {
      what: 'a subscription with its first invoice and how that was paid',
      answer: {
        id: 'sub_1',
        object: 'subscription',
        latest_invoice: { id: 'in_1', object: 'invoice', payments: list({ id: 'inpay_1', object: 'invoice_payment' }) },
      },
      ids: ['sub_1', 'in_1', 'inpay_1'],
    },
    { what: 'what we keep no mirror of', answer: { id: 'ii_1', object: 'invoiceitem' }, ids: [] },
    { what: 'nothing at all in a field', answer: { ...intent, latest_charge: null }, ids: ['pi_1'] },
  ])('is as many events as it has objects of ours: $what', ({ answer, ids }) => {
    expect(eventsOf(answer, 'call', at).map(({ body }) => body.data.object.id)).toEqual(ids);
  });

  it('names the call and the object, so that the same answer is the same event', () => {
    const [first] = eventsOf(intent, 'call', at);

    expect(first).toMatchObject({
      externalId: 'api:call:pi_1',
      body: { id: 'api:call:pi_1', type: 'api.payment_intent', created: 1_772_323_200, livemode: true },
    });
  });

  it('keeps of what it expands the id, as a webhook has it', () => {
    const objects = eventsOf(intent, 'call', at).map(({ body }) => body.data.object);

    expect(objects).toMatchObject([{ latest_charge: 'ch_1' }, { balance_transaction: 'txn_1' }, {}]);
  });
});

describe('the time of an answer', () => {
  const now = new Date('2026-03-01T00:10:00Z');
  const asked = new Date('2026-03-01T00:08:00Z');
  const theirs = new Date('2026-03-01T00:00:00Z');

  it.each([
    { what: "the provider's", answered: { at: theirs, again: false }, is: theirs },
    {
      what: 'that of the call, when it is said again',
      answered: { at: theirs, again: true },
      is: '2026-02-28T23:58:00Z',
    },
    { what: 'ours, where the provider says none', answered: undefined, is: now },
  ])('is $what', ({ answered, is }) => {
    expect(saidAt(answered, asked, now)).toEqual(new Date(is));
  });
});
