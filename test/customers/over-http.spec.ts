import { startApp, type TestApp } from '../support/app.js';

describe('customers over HTTP', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.close());

  const R = '/api/v1/revenue/customers';
  const answer = async (asked: Promise<Response>) => {
    const response = await asked;
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  const register = (body: object, headers = {}) => answer(app.post(R, body, headers));
  const rows = async () =>
    Number((await app.database.query<{ n: string }>('select count(*) as n from customers_customer'))[0]?.n);

  it('are registered once, however often the same request arrives', async () => {
    const before = await rows();
    const body = { email: 'twice@example.com', name: 'Twice Ltd' };
    const first = await register(body, { 'idempotency-key': 'same-customer' });
    const again = await register(body, { 'idempotency-key': 'same-customer' });

    expect(first).toMatchObject({
      status: 201,
      body: { email: 'twice@example.com', name: 'Twice Ltd', stage: 'registered' },
    });
    expect(again).toEqual(first);
    await app.settle();
    expect(await rows()).toBe(before + 1);
  });

  it('are read by our id and the provider’s', async () => {
    const { body } = await register({ email: 'ada@example.com', metadata: { crm: '42' } });
    await app.settle();

    const seen = await answer(app.get(`${R}/${String(body['id'])}`));
    expect(seen).toMatchObject({
      status: 200,
      body: { customer_id: body['id'], provider_status: 'linked', metadata: { crm: '42' } },
    });
    expect(await answer(app.get(`${R}/${String(seen.body['stripe_customer_id'])}`))).toEqual(seen);
    expect(await answer(app.get(`${R}/cus_nobody`))).toMatchObject({
      status: 404,
      body: { code: 'customers/not-found' },
    });
  });

  it('keep their address to themselves', async () => {
    await register({ email: 'first@example.com' });
    const { body: second } = await register({ email: 'second@example.com' });

    const taken = await answer(app.send('PATCH', `${R}/${String(second['id'])}`, { email: 'FIRST@example.com' }));
    expect(taken).toMatchObject({ status: 409, body: { code: 'customers/email-taken' } });
    expect(JSON.stringify(taken.body)).not.toMatch(/first@/i);
    expect(await register({ email: 'First@Example.com' })).toMatchObject({
      status: 409,
      body: { code: 'customers/email-taken' },
    });
  });

  it('are corrected member by member', async () => {
    const { body } = await register({ email: 'patch@example.com', name: 'Before', metadata: { a: '1', b: '2' } });

    expect(
      await answer(
        app.send('PATCH', `${R}/${String(body['id'])}`, {
          name: 'After',
          country: 'GB',
          metadata: { a: null, c: '3' },
        }),
      ),
    ).toMatchObject({
      status: 200,
      body: { name: 'After', email: 'patch@example.com', country: 'GB', metadata: { b: '2', c: '3' } },
    });
  });

  it('refuse what is no address, no country, no member', async () => {
    const { body } = await register({ email: 'strict@example.com' });

    const refused = await answer(
      app.send('PATCH', `${R}/${String(body['id'])}`, { email: 'no', country: 'Atlantis', nmae: 'typo' }),
    );
    expect(refused.status).toBe(422);
    expect(refused.body['errors']).toHaveLength(3);
  });

  it('are listed newest first and found by address', async () => {
    await register({ email: 'findme@example.com' });

    expect(await answer(app.get(`${R}?email=FindMe%40example.com`))).toMatchObject({
      status: 200,
      body: { data: [{ email: 'findme@example.com' }], has_more: false, next_cursor: null },
    });
    const { body } = await answer(app.get(`${R}?limit=2`));
    expect(body).toMatchObject({ data: [expect.anything(), expect.anything()], has_more: true });
  });

  it('made in the provider’s dashboard are ours as well', async () => {
    const foreign = await app.stripe.customers.create({ email: 'foreign@example.com', name: 'Made There' });
    await app.settle();

    expect(await answer(app.get(`${R}/${foreign.id}`))).toMatchObject({
      status: 200,
      body: { email: 'foreign@example.com', name: 'Made There', provider_status: 'linked' },
    });
  });

  it('stand in no event with name or address', async () => {
    await app.settle();
    const events = await app.database.query('select data from platform_event');
    expect(JSON.stringify(events)).not.toMatch(/@example|Twice Ltd|Made There/);
  });
});
