import { startApp, type TestApp } from '../support/app.js';
import { Business, type Json } from './business.js';

describe('a dispute', () => {
  let app: TestApp;
  let business: Business;
  let dispute: Json;

  beforeAll(async () => {
    app = await startApp();
    business = new Business(app);
  });
  beforeEach(() => disputed('pm_card_createDispute'));
  afterAll(() => app.close());

  async function disputed(card: string): Promise<void> {
    const customer_id = await business.customer(card);
    const payment = await business.post('/payments', { customer_id, amount: 99, currency: 'usd' });
    await app.advance({ by: 'PT2H' });
    const { data } = (await business.get(`/revenue/disputes?payment_id=${payment.id}`)) as unknown as { data: Json[] };
    dispute = data[0] as Json;
  }

  const call = async (method: string, what: string, body?: object, headers?: Record<string, string>) => {
    const answer = await app.send(method, `/api/v1/revenue/disputes/${dispute.id}/${what}`, body ?? {}, headers);
    return { status: answer.status, body: (await answer.json()) as Json };
  };
  const won = { evidence: { uncategorized_text: 'winning_evidence' } };

  it('is listed and read with what is at stake and until when it can be answered', async () => {
    expect(await business.get(`/revenue/disputes/${dispute.id}`)).toMatchObject({
      status: 'needs_response',
      amount: 99,
      currency: 'usd',
      withdrawn: true,
      due_by: expect.stringMatching(/Z$/),
    });
    expect((await app.get('/api/v1/revenue/disputes/dp_nothing')).status).toBe(404);
  });

  it('is answered by evidence that is put aside and then submitted, once', async () => {
    expect(await call('PUT', 'evidence', won)).toMatchObject({ status: 200, body: { status: 'needs_response' } });
    const submitted = await call('POST', 'submission');
    expect(submitted.status).toBe(200);
    await app.settle();
    expect(await business.get(`/revenue/disputes/${dispute.id}`)).toMatchObject({ status: 'won', withdrawn: false });

    expect(await call('PUT', 'evidence', won)).toMatchObject({
      status: 409,
      body: { code: 'billing/dispute-decided' },
    });
  });

  it('whose submission was not heard of is submitted all the same: the same key says so, however it stands by then', async () => {
    await call('PUT', 'evidence', won);
    const key = { 'idempotency-key': 'submitted-once' };
    app.sandbox.faults.order('cut_after', { times: 2, only: ['POST /v1/disputes/*'] });
    expect((await call('POST', 'submission', {}, key)).status).toBe(503);
    await app.settle();
    expect(await business.get(`/revenue/disputes/${dispute.id}`)).toMatchObject({ status: 'won' });

    expect(await call('POST', 'submission', {}, key)).toMatchObject({ status: 200, body: { status: 'won' } });
    expect((await call('POST', 'submission')).status).toBe(409);
  });

  it('is lost without an answer when it is accepted', async () => {
    const before = await business.balance('disputed');
    expect(await call('POST', 'acceptance')).toMatchObject({ status: 200, body: { status: 'lost' } });
    await app.settle();
    expect(await business.balance('disputed')).toBe(before - 99);
  });

  it('is answered anew when what the bank only asked about has become a dispute', async () => {
    await disputed('pm_card_createDisputeInquiry');
    await call('PUT', 'evidence', { evidence: { uncategorized_text: 'escalate_inquiry_evidence' } });
    await call('POST', 'submission');
    await app.settle();
    expect(await business.get(`/revenue/disputes/${dispute.id}`)).toMatchObject({
      status: 'needs_response',
      withdrawn: true,
    });

    await call('PUT', 'evidence', won);
    expect((await call('POST', 'submission')).status).toBe(200);
    await app.settle();
    expect(await business.get(`/revenue/disputes/${dispute.id}`)).toMatchObject({ status: 'won', withdrawn: false });
  });

  it('is not answered with what no bank reads, nor too late', async () => {
    expect((await call('PUT', 'evidence', { evidence: { secret_plan: 'x' } })).status).toBe(422);
    expect((await call('PUT', 'evidence', { evidence: {} })).status).toBe(422);
    await app.database.query(`update billing_dispute set due_by = '2020-01-01' where id = $1`, [dispute.id]);
    expect(await call('POST', 'submission')).toMatchObject({ status: 409, body: { code: 'billing/evidence-late' } });
  });
});
