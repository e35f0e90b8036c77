import { startApp, type TestApp } from '../support/app.js';
import { signed } from '../webhooks/intake-app.js';
import { Business } from './business.js';

/** A NUL character and half of a surrogate pair: JSON can say both, the store and UTF-8 cannot. */
const NUL = 'a\0b';
const HALF = 'a\ud800b';

describe('a text that cannot be kept', () => {
  let app: TestApp;
  let business: Business;
  let customer: string;
  const letters: string[] = [];

  beforeAll(async () => {
    const send = async (_url: string, { body }: { body: string }): Promise<number> => {
      letters.push(body);
      return 200;
    };
    app = await startApp({ sandbox: { send } });
    business = new Business(app);
    customer = await business.customer();
    await deliver((letter) => letter);
  });
  afterAll(() => app.close());

  const deliver = async (change: (letter: string) => string): Promise<void> => {
    await app.sandbox.deliver();
    for (const body of letters.splice(0).map(change)) {
      const [secret = ''] = app.config.stripe.webhookSecrets;
      const headers = { 'stripe-signature': signed(Buffer.from(body), secret, app.sandbox.clock.wall()) };
      expect((await fetch(`${app.url}/webhooks/stripe`, { method: 'POST', headers, body })).status).toBe(200);
    }
    await app.settle();
  };
  const refusal = async (answer: Response) => {
    const { status, code, errors } = (await answer.json()) as {
      status: number;
      code: string;
      errors?: { pointer: string; code: string }[];
    };
    return [status, code, ...(errors ?? []).map((error) => `${error.pointer} ${error.code}`)];
  };
  const begun = async () => [
    await app.database.query(`select count(*)::int as n from billing_intent`),
    (await app.stripe.paymentIntents.list({ limit: 100 })).data.length,
  ];

  it.each([
    { to: '/payments', pointer: '/description', body: { description: NUL } },
    { to: '/payments', pointer: '/description', body: { description: HALF } },
    { to: '/payments', pointer: '/metadata/note', body: { metadata: { note: NUL } } },
    { to: '/payments', pointer: '/metadata/a\0b', body: { metadata: { [NUL]: 'note' } } },
    { to: '/payments', pointer: '/customer_id', body: { customer_id: NUL } },
    { to: '/customers', pointer: '/name', body: { email: 'ada@example.com', name: NUL } },
    { to: '/products', pointer: '/name', body: { name: HALF } },
  ])('is refused at $pointer of $to before anything is begun', async ({ to, pointer, body }) => {
    const before = await begun();
    const payment = to === '/payments' ? { customer_id: customer, amount: 10, currency: 'usd' } : {};

    const answer = await app.post(`/api/v1/revenue${to}`, { ...payment, ...body });

    expect(await refusal(answer)).toEqual([422, 'request/invalid', `${pointer} request/bad-character`]);
    expect(await begun()).toEqual(before);
  });

  it.each([
    { address: '/api/v1/revenue/payments/%00', expected: [400, 'request/malformed'] },
    { address: '/api/v1/webhooks/inbox/%00', expected: [400, 'request/malformed'] },
    {
      address: '/api/v1/revenue/payments?limit=1&customer_id=a%00b',
      expected: [422, 'request/invalid', '?customer_id request/bad-character'],
    },
  ])('is refused in $address', async ({ address, expected }) => {
    expect(await refusal(await fetch(`${app.url}${address}`))).toEqual(expected);
  });

  it('is refused in a form of a page', async () => {
    const answer = await fetch(`${app.url}/sandbox/checkout/cs_1`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'name=a%00b',
    });
    expect(await refusal(answer)).toEqual([422, 'request/invalid', '/name request/bad-character']);
  });

  it('is refused by the provider’s sandbox too', async () => {
    await expect(app.stripe.customers.create({ name: NUL })).rejects.toMatchObject({ statusCode: 400, param: 'name' });
    await expect(app.stripe.customers.create({ metadata: { note: NUL } })).rejects.toMatchObject({ statusCode: 400 });
    const read = app.stripe.rawRequest('GET', '/v1/customers/%00');
    await expect(read).rejects.toMatchObject({ statusCode: 400 });
  });

  it('comes in an event all the same, and its money is booked', async () => {
    const { stripe_customer_id: id } = await business.get(`/revenue/customers/${customer}`);
    const [method] = (await app.stripe.customers.listPaymentMethods(String(id))).data;
    await app.stripe.paymentIntents.create({
      ...{ amount: 4200, currency: 'usd', customer: String(id), payment_method: method?.id ?? '' },
      ...{ confirm: true, off_session: true, description: 'Workshop', metadata: { note: 'Workshop' } },
    });

    await deliver((letter) => letter.replaceAll('Workshop', String.raw`\u0000Workshop\ud83d`));

    const { data } = (await business.get('/revenue/payments')) as unknown as { data: object[] };
    expect(data).toMatchObject([{ amount: 42, status: 'succeeded', description: '\ufffdWorkshop\ufffd' }]);
    expect(
      await app.database.query(`select status, last_error from webhooks_inbox where status not in ('done', 'skipped')`),
    ).toEqual([]);
  });
});
