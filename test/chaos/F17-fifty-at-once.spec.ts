import { business, expectWhole } from './support/business.js';
import { Installation, type Engine } from './support/engine.js';
import { productEvent } from './support/product-event.js';

describe('F17 one event delivered fifty times at once to two processes', () => {
  let at: Installation;

  beforeAll(async () => void (at = await Installation.open()));
  afterAll(() => at.close());

  let one: Engine;
  let other: Engine;

  beforeAll(async () => void ([one, other] = await Promise.all([at.start(), at.start({ beside: true })])));

  const delivered = (event: object) =>
    Promise.all(Array.from({ length: 50 }, (_, n) => (n % 2 ? one : other).deliver(event)));

  it('is one row and one effect, and every delivery is answered 200', async () => {
    const answers = await delivered(productEvent('F17'));
    await at.settled();

    expect(new Set(answers.map((answer) => answer?.status))).toEqual(new Set([200]));
    expect(answers.filter((answer) => answer?.body['duplicate'] !== true)).toHaveLength(1);
    const [kept] = await at.database.query<{ rows: string; products: string }>(
      `select (select count(*) from webhooks_inbox)::text as rows, (select count(*) from billing_product)::text as products`,
    );
    expect(kept).toEqual({ rows: '1', products: '1' });
    const duplicates = await Promise.all(
      [one, other].map((engine) => engine.metric('revenue_webhook_duplicates_total')),
    );
    expect(duplicates.reduce((sum, count) => sum + count)).toBe(49);
  });

  it('is one set of journals, where it is about money', async () => {
    await business(at, 1);
    const [charged] = (await at.stripe.events.list({ type: 'charge.succeeded' })).data;
    const answers = await delivered(charged ?? {});
    expect(new Set(answers.map((answer) => answer?.status))).toEqual(new Set([200]));
    expect(await expectWhole(at)).toEqual({ charges: 1, refunds: 1, transactions: 2 });
  });
});
