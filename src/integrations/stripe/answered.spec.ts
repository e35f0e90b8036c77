import { Stripe } from 'stripe';
import { answeredAt } from './answered.js';

const DATE = 'Sun, 01 Mar 2026 00:00:07 GMT';
const at = new Date('2026-03-01T00:00:07Z');

function answering(status: number, headers: Record<string, string>): Stripe {
  const body = status === 200 ? { id: 'cus_1', object: 'customer' } : { error: { type: 'card_error', code: 'no' } };
  const httpClient = Stripe.createFetchHttpClient(async () => Response.json(body, { status, headers }));
  return new Stripe('sk_test_x', { httpClient, maxNetworkRetries: 0, telemetry: false });
}

describe('answeredAt', () => {
  it("is the provider's time, and says whether it was said before", async () => {
    const first = await answering(200, { date: DATE }).customers.retrieve('cus_1');
    const again = await answering(200, { date: DATE, 'idempotent-replayed': 'true' }).customers.retrieve('cus_1');

    expect([answeredAt(first), answeredAt(again)]).toEqual([
      { at, again: false },
      { at, again: true },
    ]);
  });

  it('is said with a refusal too', async () => {
    const refusal: unknown = await answering(402, { date: DATE })
      .customers.retrieve('cus_1')
      .catch((error: unknown) => error);

    expect(answeredAt(refusal)).toEqual({ at, again: false });
  });

  it.each([[undefined], [{ id: 'cus_1' }], [new Error('cut')]])('is unknown of what no answer came with', (object) => {
    expect(answeredAt(object)).toBeUndefined();
  });
});
