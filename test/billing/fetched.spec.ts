import { randomUUID } from 'node:crypto';
import { Sweep } from '../../src/modules/webhooks/inbox/sweep.js';
import type { TestApp } from '../support/app.js';
import { ByHand } from './by-hand.js';

const OLDER = '2019-12-03';

/** What is told in words we do not read, or not at all, is read from the provider itself, with all that belongs to it. */
describe('what is fetched', () => {
  let app: TestApp;
  let byHand: ByHand;
  let customer: string;

  beforeAll(async () => {
    byHand = await ByHand.open();
    app = byHand.app;
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    customer = (await app.stripe.customers.create({ email: `${randomUUID()}@example.com` })).id;
    await app.stripe.paymentMethods.attach('pm_card_visa', { customer });
    await byHand.hears();
  });

  const pay = async (): Promise<string> => {
    const [method] = (await app.stripe.customers.listPaymentMethods(customer)).data;
    const how = { customer, payment_method: method?.id ?? '', confirm: true, off_session: true };
    return (await app.stripe.paymentIntents.create({ amount: 9700, currency: 'usd', ...how })).id;
  };
  const subscribe = async (seats: number, more: object = {}) => {
    const [method] = (await app.stripe.customers.listPaymentMethods(customer)).data;
    const product = (await app.stripe.products.create({ name: 'Seats' })).id;
    const items: { price: string }[] = [];
    for (let n = 1; n <= seats; n += 1) {
      const price = { product, currency: 'usd', unit_amount: 100 * n, recurring: { interval: 'month' as const } };
      items.push({ price: (await app.stripe.prices.create(price)).id });
    }
    const paid = { default_payment_method: method?.id ?? '' };
    return app.stripe.subscriptions.create({ customer, items, ...paid, ...more });
  };
  const rows = <Row extends object>(sql: string, ...values: unknown[]): Promise<Row[]> =>
    app.database.query<Row>(sql, values);
  const payment = (intent: string) =>
    rows(
      `select p.status, p.captured_minor::int as captured, p.refunded_minor::int as refunded, b.net_minor < 9700 as booked
       from billing_payment p join billing_charge c on c.payment_id = p.id
       join billing_balance_transaction b on b.source_id = c.provider_id where p.provider_id = $1`,
      intent,
    );
  /** Ten minutes pass for what waits; it is looked at again so many times. */
  const wait = async (times = 1): Promise<void> => {
    await rows(`update webhooks_inbox set received_at = received_at - interval '11 minutes' where status = 'waiting'`);
    for (let time = 0; time < times; time += 1) {
      await rows(`update webhooks_inbox set next_at = now() where status = 'waiting'`);
      await app.nest.get(Sweep, { strict: false }).waiting();
      await app.settle();
    }
  };
  const readings = async (key: string): Promise<number> =>
    (await rows(`select from webhooks_inbox where source = 'refetch' and object_key = $1`, key)).length;

  it('a charge that only an event of another API version tells of, with its payment and its money', async () => {
    const intent = await pay();
    await byHand.hears(/^charge\.succeeded$/, OLDER);

    expect(await payment(intent)).toEqual([{ status: 'succeeded', captured: 9700, refunded: 0, booked: true }]);
  });

  it('a refund that only an event of another API version tells of, with the charge it is of', async () => {
    const intent = await pay();
    await app.stripe.refunds.create({ payment_intent: intent, amount: 2000 });
    await byHand.hears(/^refund\.created$/, OLDER);

    expect(await payment(intent)).toEqual([
      expect.objectContaining({ status: 'succeeded', captured: 9700, refunded: 2000 }),
    ]);
  });

  it('a payment of an invoice that only an event of another API version tells of', async () => {
    const { latest_invoice: invoice } = await subscribe(1);
    await byHand.hears(/^(product|price)\.|^invoice_payment\.paid$/, OLDER);

    expect(
      await rows(
        `select i.status, p.status as payment from billing_invoice i join billing_invoice_payment p on p.invoice_id = i.id
         where i.provider_id = $1`,
        invoice,
      ),
    ).toEqual([{ status: 'paid', payment: 'paid' }]);
  });

  it('a credit note, a coupon and a discount that only events of another API version tell of', async () => {
    const coupon = await app.stripe.coupons.create({ percent_off: 50, duration: 'forever' });
    const { id, latest_invoice } = await subscribe(1);
    const invoice = latest_invoice as string;
    await byHand.hears(/^(?!coupon)/);
    await app.stripe.subscriptions.update(id, { discounts: [{ coupon: coupon.id }] });
    const [line] = (await app.stripe.invoices.retrieve(invoice)).lines.data;
    const lines = [{ type: 'invoice_line_item' as const, invoice_line_item: line?.id ?? '', amount: 40 }];
    const note = await app.stripe.creditNotes.create({ invoice, lines, out_of_band_amount: 40 });
    await app.stripe.coupons.update(coupon.id, { metadata: { a: 'b' } });
    await byHand.hears(/^(credit_note\.created|coupon\.updated|customer\.discount\.created)$/, OLDER);

    expect(await rows('select minor::int from billing_credit_note where provider_id = $1', note.id)).toEqual([
      { minor: 40 },
    ]);
    expect(await rows('select duration from billing_coupon where provider_id = $1', coupon.id)).toEqual([
      { duration: 'forever' },
    ]);
    expect(
      await rows('select coupon_provider_id from billing_discount where subscription_provider_id = $1', id),
    ).toEqual([{ coupon_provider_id: coupon.id }]);
    const [worth] = await rows<{ arr: number }>(
      `select v.arr_minor::int as arr from billing_subscription_version v join billing_subscription s on s.id = v.subscription_id
       where s.provider_id = $1 and v.superseded_at is null order by v.seq desc limit 1`,
      id,
    );
    expect(worth).toEqual({ arr: 600 });
  });

  it('the charge that a refund has waited for ten minutes', async () => {
    const intent = await pay();
    await app.stripe.refunds.create({ payment_intent: intent, amount: 2000 });
    await byHand.hears(/^refund\.created$/);
    expect(await payment(intent)).toEqual([]);

    await wait();

    expect(await payment(intent)).toEqual([
      expect.objectContaining({ status: 'succeeded', captured: 9700, refunded: 2000 }),
    ]);
    expect(await rows(`select from webhooks_inbox where status <> 'done' and status <> 'skipped'`)).toEqual([]);
  });

  it('is there again when it is as it was before, so that what changed back without a word is known', async () => {
    const [item] = (await subscribe(1)).items.data;
    const price = item?.price.id ?? '';
    await byHand.hears();
    const key = `stripe:self:price:${price}`;
    const compared = async (): Promise<boolean | undefined> => {
      await app.post('/api/v1/revenue/reconciliation/runs', { layers: ['objects'] });
      await app.settle();
      const [row] = await rows<{ active: boolean }>('select active from billing_price where provider_id = $1', price);
      return row?.active;
    };

    for (const active of [false, true, false, true]) {
      await app.stripe.prices.update(price, { active });
      await byHand.hears(/^nothing$/);
      await app.advance({ by: 'PT1M' });
      expect(await compared()).toBe(active);
    }
    expect(await readings(key)).toBe(4);

    await compared();
    expect(await readings(key)).toBe(4);
  });

  it('is read anew for each event that needs a later reading, though nothing differs from an earlier one', async () => {
    const { id } = await subscribe(12);
    await byHand.hears();
    const [item] = (await app.stripe.subscriptionItems.list({ subscription: id, limit: 100 })).data;
    for (const quantity of [2, 1, 2, 1]) {
      await app.advance({ by: 'PT1M' });
      await app.stripe.subscriptionItems.update(item?.id ?? '', { quantity, proration_behavior: 'none' });
      await byHand.hears();
      expect(await rows(`select from webhooks_inbox where status in ('pending', 'waiting')`)).toEqual([]);
    }

    const before = await readings(`stripe:self:subscription:${id}`);
    await wait();
    expect(await readings(`stripe:self:subscription:${id}`)).toBe(before);
  });

  it('is not asked for over and over where it does not help', async () => {
    customer = (await app.stripe.customers.create({ email: 'nobody@example.com' })).id;
    await app.stripe.paymentMethods.attach('pm_card_visa', { customer });
    await pay();
    await app.stripe.customers.del(customer);
    await byHand.hears(/^payment_intent\.succeeded$/);

    await wait();
    const asked = () =>
      rows('select taken_at from webhooks_refetch where object_key = $1', `stripe:self:customer:${customer}`);
    const first = await asked();
    expect(first).toHaveLength(1);
    await wait(3);

    expect(await asked()).toEqual(first);
    expect(await readings(`stripe:self:customer:${customer}`)).toBe(1);
  });

  it('is not what the provider shows to nobody by its id: that it was wanted stands, with why it did not come', async () => {
    const coupon = await app.stripe.coupons.create({ percent_off: 50, duration: 'forever' });
    await subscribe(1, { discounts: [{ coupon: coupon.id }] });
    const [made] = await byHand.told(/^customer\.discount\.created$/);
    const ofCustomer = { ...made?.data.object, subscription: null };
    await byHand.receives(made ? [{ ...made, data: { object: ofCustomer } }] : [], OLDER);

    expect(
      await rows(`select last_error from webhooks_refetch where object_key like 'stripe:self:discount:%'`),
    ).toEqual([{ last_error: 'billing/not-retrievable' }]);
  });
});
