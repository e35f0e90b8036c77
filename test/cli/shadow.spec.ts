import { shadowReplay } from '../../src/cli/shadow/shadow-replay.js';
import { Business } from '../billing/business.js';
import { freshStore } from '../support/database.js';
import { startApp, type TestApp } from '../support/app.js';

describe('everything folded once more beside what stands', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startApp();
    const business = new Business(app);
    const price = await business.price(29);
    const customers = [await business.customer(), await business.customer()];
    for (const customer of customers) await business.subscription(customer, price);
    const { id } = await business.post('/payments', { customer_id: customers[0], amount: 97, currency: 'usd' });
    await app.settle();
    await business.post(`/payments/${id}/refunds`, { amount: 20 });
    await app.advance({ by: 'P40D' });
    await app.settle();
  });

  afterAll(() => app?.close());

  const differing = async (asked: object = {}) => {
    const { settings: into, drop } = await freshStore();
    const { events, tables } = await shadowReplay(app.nest, { ...asked, into });
    await drop();
    expect(events).toBeGreaterThan(20);
    expect(tables.filter(({ rows }) => rows > 0).length).toBeGreaterThan(8);
    return tables.filter(({ differences }) => differences.length > 0);
  };

  it('comes out the same, hash by hash', async () => {
    expect(await differing()).toEqual([]);
  });

  it('comes out the same whatever the order in which it came', async () => {
    expect(await differing({ shuffle: 7 })).toEqual([]);
  });

  it('finds what was changed by another hand, and shows both rows', async () => {
    await app.database.query(`update billing_refund set minor = minor + 1`);

    expect(await differing()).toMatchObject([
      {
        table: 'billing_refund',
        differences: [{ standing: expect.stringContaining('2001'), rebuilt: expect.stringContaining('2000') }],
      },
    ]);
  });
});
