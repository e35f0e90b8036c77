import { Installation } from './support/engine.js';
import { productEvent } from './support/product-event.js';

describe('F17 one event delivered fifty times at once to two processes', () => {
  let at: Installation;

  beforeAll(async () => void (at = await Installation.open()));
  afterAll(() => at.close());

  it('is one row and one effect, and every delivery is answered 200', async () => {
    const [one, other] = await Promise.all([at.start(), at.start({ beside: true })]);
    const event = productEvent('F17');
    const answers = await Promise.all(Array.from({ length: 50 }, (_, n) => (n % 2 ? one : other).deliver(event)));
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
});
