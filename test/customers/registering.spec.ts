import { AlreadyLinked, EmailTaken, PhoneTaken } from '../../src/modules/customers/index.js';
import { openRegister, type Register } from './register.js';

const STRIPE = ['stripe', 'self'] as const;
const createdAt = new Date('2026-03-01T00:00:00Z');

describe('registering customers', () => {
  let register: Register;
  beforeEach(async () => {
    register = await openRegister();
  });
  afterEach(() => register.close());

  it('makes a person and a customer, and keeps nothing personal in the clear', async () => {
    await register.customers.register({ email: 'Ada@Example.com', name: 'Ada Lovelace', phone: '+44 20 7946 0000' });

    expect([await register.count('person'), await register.count('address'), await register.count('customer')]).toEqual(
      [1, 2, 1],
    );
    const rows = await register.database.query(
      'select to_jsonb(p) as p, to_jsonb(a) as a from customers_person p join customers_address a on true',
    );
    // Longer than what sealed text and ids may spell by chance.
    expect(JSON.stringify(rows)).not.toMatch(/ada@|example\.com|lovelace|7946 ?0000/i);
    const events = await register.database.query('select data from platform_event');
    expect(JSON.stringify(events)).not.toMatch(/lovelace|example/i);
  });

  it('is the same act under the same id', async () => {
    const id = '01950000-0000-7000-8000-000000000001';
    const first = await register.customers.register({ id, email: 'ada@example.com' });

    expect(await register.customers.register({ id, email: 'ada@example.com' })).toEqual(first);
    expect(await register.told()).toEqual(['customers.customer.registered']);
  });

  it('knows one person under one address, however it is written', async () => {
    await register.customers.register({ email: 'Zoë@EXAMPLE.com ' });

    await expect(register.customers.register({ email: 'zoe\u0308@example.com' })).rejects.toThrow(EmailTaken);
    expect(await register.count('person')).toBe(1);
  });

  it('makes a customer of a person it knew already', async () => {
    const facts = { email: { kind: 'email', value: 'lead@example.com', alias: 'lead@example.com' } } as const;
    const [lead] = await register.database.transaction(() => register.people.recognise([facts]));

    const { personId } = await register.customers.register({ email: 'lead@example.com' });

    expect(personId).toBe(lead?.id);
    expect(await register.count('person')).toBe(1);
  });

  it('refuses a phone number of somebody else', async () => {
    await register.customers.register({ email: 'ada@example.com', phone: '+442079460000' });

    await expect(register.customers.register({ email: 'bob@example.com', phone: '+44 2079460000' })).rejects.toThrow(
      PhoneTaken,
    );
    expect(await register.count('customer')).toBe(1);
  });

  it('ends in one row when it is made here and at the provider in the same second', async () => {
    const [ours, theirs] = await Promise.allSettled([
      register.customers.register({ email: 'ada@example.com' }),
      register.foreign.import(...STRIPE, [{ providerId: 'cus_1', email: 'ADA@example.com', createdAt }]),
    ]);

    expect(theirs.status).toBe('fulfilled');
    if (ours.status === 'rejected') expect(ours.reason).toBeInstanceOf(EmailTaken);
    expect(await register.count('customer')).toBe(1);
    expect(await register.count('provider_link')).toBe(1);
  });

  it('recognises its own customer in an event that comes before the call returned', async () => {
    const { id } = await register.customers.register({ name: 'No Address' });
    await register.foreign.import(...STRIPE, [{ providerId: 'cus_1', customerId: id, name: 'No Address', createdAt }]);
    await register.links.link(id, ...STRIPE, 'cus_1');

    expect(await register.links.find(...STRIPE, ['cus_1', 'cus_2'])).toEqual(new Map([['cus_1', id]]));
    expect([await register.count('customer'), await register.count('person')]).toEqual([1, 1]);
    expect(await register.told()).toEqual(['customers.customer.registered', 'customers.customer.linked']);
  });

  it('imports many at once, each once, also those the provider knows twice by one address', async () => {
    const foreign = ['cus_1', 'cus_2', 'cus_3'].map((providerId) => ({
      providerId,
      createdAt,
      name: providerId,
      email: providerId === 'cus_3' ? 'not an address' : 'shared@example.com',
    }));
    const first = await register.foreign.import(...STRIPE, foreign);
    const again = await register.foreign.import(...STRIPE, foreign);

    expect(again).toEqual(first);
    expect(new Set(first.values()).size).toBe(3);
    expect([await register.count('customer'), await register.count('address')]).toEqual([3, 1]);
  });

  it('links a customer once, and again only after the provider has forgotten it', async () => {
    const { id } = await register.customers.register({ email: 'ada@example.com' });
    const { id: other } = await register.customers.register({ email: 'bob@example.com' });
    await register.links.link(id, ...STRIPE, 'cus_1');

    await expect(register.links.link(id, ...STRIPE, 'cus_2')).rejects.toThrow(AlreadyLinked);
    await expect(register.links.link(other, ...STRIPE, 'cus_1')).rejects.toThrow(AlreadyLinked);
    await register.links.end(...STRIPE, 'cus_1');
    await register.links.link(id, ...STRIPE, 'cus_2');

    expect(await register.links.find(...STRIPE, ['cus_1', 'cus_2'])).toEqual(
      new Map([
        ['cus_1', id],
        ['cus_2', id],
      ]),
    );
  });
});
