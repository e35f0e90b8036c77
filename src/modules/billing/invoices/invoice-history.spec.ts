import type { InboxEvent } from '../../webhooks/index.js';
import { invoiceHistory } from './invoice-history.js';

function heard(number: number, object: Record<string, unknown> & { object: string }, type = 'updated'): InboxEvent {
  const at = new Date(number * 1000);
  const id = `evt_${number}`;
  return {
    seq: String(number),
    id,
    externalId: id,
    source: 'webhook',
    type: `${object.object}.${type}`,
    objectKey: 'stripe:self:invoice:in_1',
    occurredAt: at,
    receivedAt: at,
    body: { id, type: `${object.object}.${type}`, created: number, livemode: false, data: { object } },
  };
}

const invoice = (status: string, paid = 0, attempts = 0) => ({
  id: 'in_1',
  object: 'invoice',
  status,
  amount_due: 9900,
  amount_paid: paid,
  amount_remaining: 9900 - paid,
  attempt_count: attempts,
  lines: { data: [], has_more: false },
});
const payment = (status: string) => ({ id: 'inpay_1', object: 'invoice_payment', invoice: 'in_1', status });

describe('the history of an invoice', () => {
  it.each([
    { said: ['draft', 'open', 'paid'], is: 'paid' },
    { said: ['paid', 'open', 'draft'], is: 'paid' },
    { said: ['open', 'uncollectible', 'open'], is: 'uncollectible' },
    { said: ['uncollectible', 'paid'], is: 'paid' },
    { said: ['void', 'open'], is: 'void' },
  ])('that says $said ends $is: levels are skipped, never stepped down', ({ said, is }) => {
    const events = said.map((status, index) => heard(index + 1, invoice(status)));

    expect(invoiceHistory(events)?.invoice?.status).toBe(is);
    expect(invoiceHistory(events.toReversed())).toEqual(invoiceHistory(events));
  });

  it('keeps the most that was paid and tried, and what is left falls with it', () => {
    const events = [heard(1, invoice('open', 4000, 2)), heard(2, invoice('open', 1000, 1))];

    expect(invoiceHistory(events)?.invoice).toMatchObject({
      amount_paid: 4000,
      amount_remaining: 5900,
      attempt_count: 2,
    });
    expect(invoiceHistory(events.toReversed())).toEqual(invoiceHistory(events));
  });

  it('joins its payments as well', () => {
    const events = [heard(1, payment('open')), heard(2, payment('paid')), heard(3, payment('open'))];

    expect(invoiceHistory(events)).toMatchObject({ invoice: undefined, payments: [{ status: 'paid' }] });
  });

  it('remembers that a draft was deleted, whatever is said after', () => {
    const events = [heard(1, invoice('draft'), 'deleted'), heard(2, invoice('draft'))];

    expect(invoiceHistory(events)).toMatchObject({ isDeleted: true, cause: { id: 'evt_2' } });
  });

  it('is nothing where nothing was heard', () => {
    expect(invoiceHistory([])).toBeUndefined();
  });
});
