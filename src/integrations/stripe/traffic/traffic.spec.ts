import { Stripe } from 'stripe';
import { Traffic } from './traffic.js';

/** A Stripe that answers these statuses one after another, the last of them for ever; time passes only in waiting. */
function against(statuses: readonly number[], perSecond = 80) {
  const began: number[] = [];
  const waits: number[] = [];
  let now = 0;
  const traffic = new Traffic({
    perSecond,
    now: () => now,
    chance: () => 0,
    pause: async (milliseconds) => {
      waits.push(milliseconds);
      now += milliseconds;
    },
    send: async () => {
      began.push(now);
      const status = statuses[began.length - 1] ?? statuses.at(-1) ?? 200;
      const error = status === 429 ? { type: 'invalid_request_error', code: 'rate_limit' } : { type: 'api_error' };
      return Response.json(status < 300 ? { id: 'cus_1', object: 'customer' } : { error }, { status });
    },
  });
  const httpClient = Stripe.createFetchHttpClient(traffic.fetch);
  const stripe = new Stripe('sk_test_x', { httpClient, maxNetworkRetries: 0, telemetry: false });
  return { traffic, stripe, began, waits, pass: (milliseconds: number) => (now += milliseconds) };
}

describe('calls to Stripe', () => {
  it('are made again after a pause that doubles, where it asks for patience', async () => {
    const { stripe, waits } = against([429, 429, 200]);

    await stripe.customers.retrieve('cus_1');

    expect(waits).toEqual([500, 1000]);
  });

  it('are left to whoever called once it has asked for patience three times', async () => {
    const { stripe, began } = against([429]);

    await expect(stripe.customers.retrieve('cus_1')).rejects.toMatchObject({ statusCode: 429 });
    expect(began).toHaveLength(3);
  });

  it('keep within the rate: none is dropped, each begins in its turn', async () => {
    const { stripe, began } = against([200], 20);

    for (let n = 0; n < 50; n += 1) await stripe.customers.create({});

    expect([began.length, began[19], began[20], began[49]]).toEqual([50, 0, 50, 1500]);
  });

  it('are held back once it no longer answers, and go on when a probe is answered', async () => {
    const { traffic, stripe, began, pass } = against([...Array<number>(10).fill(500), 200]);
    const call = () =>
      stripe.customers.retrieve('cus_1').then(
        () => 'answered',
        ({ code, statusCode }: { code?: string; statusCode?: number }) => code ?? statusCode,
      );
    for (let n = 0; n < 10; n += 1) expect(await call()).toBe(500);

    expect([await call(), began.length, traffic.breaker.isOpen]).toEqual(['held_back', 10, true]);
    pass(10_000);
    expect([await call(), await call(), traffic.breaker.isOpen]).toEqual(['answered', 'answered', false]);
  });
});
