import { randomUUID } from 'node:crypto';
import { CustomerNotFound, EmailTaken, NotAnAddress } from '../../src/modules/customers/index.js';
import { openRegister, type Register } from './register.js';

describe('what is known of a customer', () => {
  let register: Register;
  let ada: string;
  beforeEach(async () => {
    register = await openRegister();
    const metadata = { crm: '42', team: 'blue' };
    ({ id: ada } = await register.customers.register({
      email: 'Ada@example.com',
      name: 'Ada Ltd',
      currency: 'USD',
      metadata,
    }));
    await register.links.link(ada, 'stripe', 'self', 'cus_ada');
  });
  afterEach(() => register.close());

  it('is shown by our id and by the provider’s', async () => {
    const view = await register.page.one(ada);

    expect(view).toEqual({
      id: ada,
      customer_id: ada,
      email: 'ada@example.com',
      name: 'Ada Ltd',
      phone: null,
      country: null,
      currency: 'usd',
      stage: 'registered',
      provider_status: 'linked',
      stripe_customer_id: 'cus_ada',
      metadata: { crm: '42', team: 'blue' },
      created_at: '2026-03-01T00:00:00.000Z',
    });
    expect(await register.page.one('cus_ada')).toEqual(view);
    await expect(register.page.one('cus_nobody')).rejects.toThrow(CustomerNotFound);
    await expect(register.page.one(randomUUID())).rejects.toThrow(CustomerNotFound);
  });

  it('is changed where a change is given, and told by the names of the fields', async () => {
    await register.profiles.change('cus_ada', {
      email: 'ada@new.example',
      phone: '+44 20 7946 0000',
      country: 'GB',
      metadata: { crm: null, vip: 'yes' },
    });

    expect(await register.page.one(ada)).toMatchObject({
      email: 'ada@new.example',
      phone: '+442079460000',
      name: 'Ada Ltd',
      country: 'GB',
      metadata: { team: 'blue', vip: 'yes' },
    });
    const [event] = await register.database.query<{ data: unknown }>(
      `select data from platform_event where type = 'customers.customer.changed'`,
    );
    expect(event?.data).toMatchObject({ customerId: ada, fields: ['country', 'metadata', 'email', 'phone'] });
  });

  it('stays as it is when told what it knows', async () => {
    await register.profiles.change(ada, {
      email: 'ADA@example.com',
      name: 'Ada Ltd',
      currency: 'usd',
      phone: null,
      metadata: { crm: '42' },
    });

    expect(await register.told()).not.toContain('customers.customer.changed');
  });

  it('is cleared by null', async () => {
    await register.profiles.change(ada, { email: null, name: null });

    expect(await register.page.one(ada)).toMatchObject({ email: null, name: null });
    expect(await register.count('address')).toBe(0);
  });

  it('never takes an address of another person', async () => {
    await register.customers.register({ email: 'bob@example.com' });

    await expect(register.profiles.change(ada, { email: 'BOB@example.com', name: 'Changed' })).rejects.toThrow(
      EmailTaken,
    );
    await expect(register.profiles.change(ada, { email: 'nonsense' })).rejects.toThrow(NotAnAddress);
    expect(await register.page.one(ada)).toMatchObject({ email: 'ada@example.com', name: 'Ada Ltd' });
  });

  it('takes over what was changed at the provider, as far as it can', async () => {
    await register.customers.register({ email: 'bob@example.com' });
    await register.profiles.adopt('cus_ada', {
      name: 'Ada & Co',
      email: 'bob@example.com',
      phone: 'call me',
      currency: 'eur',
    });

    expect(await register.page.one(ada)).toMatchObject({
      name: 'Ada & Co',
      email: 'ada@example.com',
      phone: null,
      currency: 'eur',
    });
    await register.profiles.adopt('cus_ada', { email: 'ada@there.example' });
    expect(await register.page.one(ada)).toMatchObject({ email: 'ada@there.example' });
  });

  it('keeps the former address as theirs, and takes it back', async () => {
    await register.profiles.change(ada, { email: 'ada@new.example' });
    await expect(register.customers.register({ email: 'ada@example.com' })).rejects.toThrow(EmailTaken);

    await register.profiles.change(ada, { email: 'ada@example.com' });
    expect(await register.page.one(ada)).toMatchObject({ email: 'ada@example.com' });
    expect(await register.count('address')).toBe(2);
  });

  it('cannot be read once the person’s key is gone', async () => {
    await register.database.query('delete from platform_vault_key');

    expect(await register.page.one(ada)).toMatchObject({ email: null, name: null, metadata: { crm: '42' } });
  });

  it('moves to paying with the first payment, once', async () => {
    const payment = {
      customerId: ada,
      eventId: randomUUID(),
      correlationId: randomUUID(),
      at: new Date('2026-03-02T00:00:00Z'),
    };
    await register.stages.paid([payment, { ...payment, customerId: randomUUID() }]);
    await register.stages.paid([payment]);

    expect(await register.page.one(ada)).toMatchObject({ stage: 'paying' });
    expect(await register.count('stage_change')).toBe(1);
    expect((await register.told()).filter((type) => type === 'customers.stage.changed')).toHaveLength(1);
  });
});
