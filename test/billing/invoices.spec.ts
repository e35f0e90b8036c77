import { days } from '../../src/kernel/clock.js';
import { startApp, type TestApp } from '../support/app.js';
import { Business, type Json } from './business.js';

describe('an invoice of our own', () => {
  let app: TestApp;
  let business: Business;

  beforeAll(async () => {
    app = await startApp();
    business = new Business(app);
  });
  afterAll(() => app.close());

  const lines = [
    { description: 'Workshop, two days', amount: 800 },
    { description: 'Travel', amount: '120.50' },
  ];
  const step = async (invoice: Json, verb: string, method = 'POST'): Promise<Response> =>
    app.send(method, `/api/v1/revenue/invoices/${invoice.id}/${verb}`, method === 'POST' ? {} : undefined);

  it('is drafted, finalised and collected, line by line in the books', async () => {
    const draft = await business.post('/invoices', { customer_id: await business.customer(), currency: 'usd', lines });
    expect(draft).toMatchObject({ status: 'draft', total: 920.5, amount_due: 920.5 });
    expect(draft['lines']).toHaveLength(2);

    const open = await (await step(draft, 'finalization')).json();
    expect(open).toMatchObject({ status: 'open', total: 920.5, amount_remaining: 920.5 });
    expect(await business.balance('receivable')).toBe(920.5);

    const paid = await (await step(draft, 'payment-attempts')).json();
    expect(paid).toMatchObject({ status: 'paid', amount_paid: 920.5 });
    await app.settle();
    expect(await business.balance('receivable')).toBe(0);
    expect(await business.balance('unapplied')).toBe(0);
    expect(await business.balance('revenue:one_time')).toBe(-920.5);
  });

  it('keeps its lines as a draft when the events of its second come in, in whatever order', async () => {
    const customer_id = await business.customer();
    const drafts: Json[] = [];
    for (let times = 0; times < 8; times += 1)
      drafts.push(await business.post('/invoices', { customer_id, currency: 'usd', lines }));
    await app.settle();

    for (const { id } of drafts)
      expect(await business.get(`/revenue/invoices/${id}`)).toMatchObject({ status: 'draft', total: 920.5 });
  });

  it('whose payment was not heard of is paid all the same: the same key says so', async () => {
    const draft = await business.post('/invoices', { customer_id: await business.customer(), currency: 'usd', lines });
    await step(draft, 'finalization');
    const pay = () =>
      app.post(`/api/v1/revenue/invoices/${draft.id}/payment-attempts`, {}, { 'idempotency-key': 'paid-once' });
    app.sandbox.faults.order('cut_after', { times: 2, only: ['POST /v1/invoices/*'] });
    expect((await pay()).status).toBe(503);
    await app.settle();
    expect(await business.get(`/revenue/invoices/${draft.id}`)).toMatchObject({ status: 'paid' });

    const again = await pay();
    expect([again.status, await again.json()]).toEqual([200, expect.objectContaining({ amount_paid: 920.5 })]);
    expect((await step(draft, 'payment-attempts')).status).toBe(409);
  });

  it('voided leaves nothing owed, and cannot be paid', async () => {
    const before = await business.balance('receivable');
    const draft = await business.post('/invoices', { customer_id: await business.customer(), currency: 'usd', lines });
    await step(draft, 'finalization');
    await app.advance({ by: 'P2D' });

    expect(await (await step(draft, 'void', 'PUT')).json()).toMatchObject({ status: 'void' });

    await app.settle();
    expect(await business.balance('receivable')).toBe(before);
    const dayAfter = new Date(app.sandbox.clock.now().getTime() - days(1)).toISOString();
    expect(await business.balance('receivable', dayAfter)).toBe(before + 920.5);
    const refused = await step(draft, 'payment-attempts');
    expect(refused.status).toBe(409);
    expect(await refused.json()).toMatchObject({ code: 'billing/invoice-not-open', invoice_status: 'void' });
  });
});
