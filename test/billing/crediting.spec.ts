import { startApp, type TestApp } from '../support/app.js';
import { Business, type Json } from './business.js';

describe('a credit note over HTTP', () => {
  let app: TestApp;
  let business: Business;
  let customer_id: string;

  beforeAll(async () => {
    app = await startApp();
    business = new Business(app);
    customer_id = await business.customer();
  });
  afterAll(() => app.close());

  async function invoice(): Promise<Json> {
    const drafted = await business.post('/invoices', {
      customer_id,
      currency: 'usd',
      lines: [{ description: 'Workshop', amount: 100 }],
    });
    await app.post(`/api/v1/revenue/invoices/${drafted.id}/finalization`);
    await app.settle();
    return business.get(`/revenue/invoices/${drafted.id}`);
  }

  it('gives back what was paid, once under its id, and is listed by its invoice', async () => {
    const { id: invoice_id } = await invoice();
    await app.post(`/api/v1/revenue/invoices/${invoice_id}/payment-attempts`, {});
    await app.settle();

    const body = { id: '0199a8a0-0000-7000-8000-0000000000aa', invoice_id, amount: 40, reason: 'order_change' };
    const note = await business.post('/credit-notes', body);
    const again = await business.post('/credit-notes', body);
    await app.settle();

    expect(note).toMatchObject({ id: body.id, invoice_id, amount: 40, refunded: 40, owed_less: 0, status: 'issued' });
    expect(again.id).toBe(note.id);
    const { data } = (await business.get(`/revenue/credit-notes?invoice_id=${invoice_id}`)) as unknown as {
      data: Json[];
    };
    expect(data.map(({ id }) => id)).toEqual([note.id]);
    const refunds = (await business.get('/revenue/refunds')) as unknown as { data: Json[] };
    expect(refunds.data).toHaveLength(1);
    expect(await business.balance('clearing:refunds')).toBe(0);
  });

  it('lowers what is owed of an open invoice, until it is void', async () => {
    const { id: invoice_id } = await openInvoice();
    await app.advance({ by: 'P1D' });
    const note = await business.post('/credit-notes', { invoice_id, amount: '30.00' });
    await app.settle();
    expect(note).toMatchObject({ owed_less: 30, refunded: 0 });
    expect(await business.get(`/revenue/invoices/${invoice_id}`)).toMatchObject({ amount_remaining: 70 });

    await app.advance({ by: 'P1D' });
    expect(await business.put(`/credit-notes/${note.id}/void`, {})).toMatchObject({ status: 'void' });
    await app.settle();
    expect(await business.get(`/revenue/invoices/${invoice_id}`)).toMatchObject({ amount_remaining: 100 });
  });

  it('is refused for an invoice that is not there, and for more than there is of it', async () => {
    const missing = await app.post('/api/v1/revenue/credit-notes', { invoice_id: 'in_nothing', amount: 5 });
    expect(missing.status).toBe(404);
    const { id: invoice_id } = await openInvoice();
    await business.post('/credit-notes', { invoice_id, amount: 30 });
    expect(await tooMuch(invoice_id, 70.01)).toMatchObject({ creditable: { amount: 70, currency: 'usd' } });

    await app.post(`/api/v1/revenue/invoices/${invoice_id}/payment-attempts`, {});
    await business.post('/credit-notes', { invoice_id, amount: 50 });
    expect(await tooMuch(invoice_id, 20.01)).toMatchObject({
      asked: { amount: 20.01, currency: 'usd' },
      creditable: { amount: 20, currency: 'usd' },
    });
    await business.post('/credit-notes', { invoice_id, amount: 20 });
  });

  it('is given once where two at once ask for more than there is', async () => {
    const { id: invoice_id } = await openInvoice();
    const path = '/api/v1/revenue/credit-notes';
    const answers = await Promise.all([1, 2].map(() => app.post(path, { invoice_id, amount: 60 })));

    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409]);
    const refused = answers.find(({ status }) => status === 409);
    expect(await refused?.json()).toMatchObject({
      code: expect.stringMatching(/^(provider\/refused|billing\/credit-exceeds-invoice)$/),
    });
  });

  async function tooMuch(invoice_id: string, amount: number): Promise<Json> {
    const answer = await app.post('/api/v1/revenue/credit-notes', { invoice_id, amount });
    const problem = (await answer.json()) as Json;
    expect([answer.status, problem]).toMatchObject([409, { code: 'billing/credit-exceeds-invoice' }]);
    return problem;
  }

  it('is void once the provider no longer refuses it: what it said then is not what it says for ever', async () => {
    const { id: invoice_id } = await openInvoice();
    const note = await business.post('/credit-notes', { invoice_id, amount: 30 });
    app.sandbox.faults.order('error_before', { times: 2, only: ['POST /v1/credit_notes/*'] });
    const path = `/api/v1/revenue/credit-notes/${note.id}/void`;
    expect((await app.send('PUT', path)).status).toBe(503);
    await app.database.query(
      `update billing_intent set state = 'failed', next_at = null, error = $2 where operation = 'credit-note.void' and subject = $1`,
      [
        `credit-note:${note.id}`,
        JSON.stringify({ code: 'provider/refused', message: 'Not with this key.', facts: {} }),
      ],
    );

    expect(await business.put(`/credit-notes/${note.id}/void`, {})).toMatchObject({ status: 'void' });
    const { data } = (await business.get(`/revenue/intents?subject=credit-note:${note.id}`)) as unknown as {
      data: Json[];
    };
    expect(data.map(({ operation, state }) => `${operation} ${state}`)).toEqual([
      'credit-note.void succeeded',
      'credit-note.void failed',
      'credit-note.create succeeded',
    ]);
  });

  async function openInvoice(): Promise<Json> {
    const drafted = await business.post('/invoices', {
      customer_id,
      currency: 'usd',
      days_until_due: 30,
      lines: [{ description: 'Workshop', amount: 100 }],
    });
    await app.post(`/api/v1/revenue/invoices/${drafted.id}/finalization`);
    await app.settle();
    return drafted;
  }
});
