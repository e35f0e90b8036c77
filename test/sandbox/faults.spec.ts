import { Stripe } from 'stripe';
import { serve } from '../../src/integrations/stripe/sandbox/served.js';
import { aBusiness, clientOf, type Business } from './business.js';

interface Posted {
  id: string;
  created: number;
  data: { object: { name: string; metadata: Record<string, string> } };
}

const posted: Posted[] = [];
let status = 200;
let business: Business;
let stripe: Stripe;

beforeEach(async () => {
  posted.length = 0;
  status = 200;
  business = await aBusiness({
    send: async (_url, { body }) => {
      posted.push(JSON.parse(body) as Posted);
      return status;
    },
  });
  stripe = business.stripe;
});

const names = (): string[] => posted.map(({ data }) => data.object.name);
const order = (fault: object): Promise<unknown> => stripe.rawRequest('POST', '/_sandbox/faults', fault);

describe('on the way of an event', () => {
  const arrivals = async (): Promise<string[]> => {
    await business.sandbox.deliver();
    return names();
  };

  beforeEach(async () => {
    await business.sandbox.endpoint('http://engine.test/webhooks/stripe');
    for (const name of ['a', 'b', 'c', 'd']) await stripe.customers.create({ name });
  });

  it('reorder: windows turned round', async () => {
    await order({ fault: 'reorder', window: 2 });
    expect(await arrivals()).toEqual(['b', 'a', 'd', 'c']);
  });

  it('delay: comes when business time has passed', async () => {
    await order({ fault: 'delay', seconds: 3600 });
    expect(await arrivals()).toEqual(['b', 'c', 'd']);
    await business.sandbox.advance({ by: 'PT59M' });
    expect(await arrivals()).toHaveLength(3);
    await business.sandbox.advance({ by: 'PT1M' });
    expect(await arrivals()).toEqual(['b', 'c', 'd', 'a']);
  });

  it('second body: other words under an id already used', async () => {
    await order({ fault: 'second_body' });
    await business.sandbox.deliver();
    const same = posted.filter(({ id }) => id === posted[0]?.id);
    expect(same.map(({ data }) => data.object.metadata)).toEqual([{}, { second_body: 'true' }]);
  });

  it('a slow receiver gets everything twice, one that is down gets it late', async () => {
    await order({ fault: 'receiver_slow' });
    await order({ fault: 'receiver_down', times: 4, only: ['customer.*'] });
    expect(await arrivals()).toEqual([]);
    await business.sandbox.advance({ by: 'PT5S' });
    expect((await arrivals()).toSorted()).toEqual(['a', 'b', 'c', 'd']);
    expect(await business.sandbox.deliveryStates()).toEqual({ delivered: 3, pending: 1 });
    await business.sandbox.advance({ by: 'PT1M' });
    expect(await arrivals()).toHaveLength(5);
    expect(await business.sandbox.deliveryStates()).toEqual({ delivered: 4 });
  });

  it('shows each delivery with its attempts, and sends one again on request', async () => {
    status = 500;
    await business.sandbox.deliver();
    const shown = (await stripe.rawRequest('GET', '/_sandbox/deliveries?state=pending&limit=2')) as unknown as {
      states: object;
      deliveries: { event: string }[];
    };
    expect(shown.states).toEqual({ pending: 4 });
    expect(shown.deliveries).toMatchObject([
      { type: 'customer.created', attempts: 1, status: 500 },
      { type: 'customer.created' },
    ]);
    status = 200;
    const released = { release: true, event: shown.deliveries[0]?.event };
    expect(await stripe.rawRequest('POST', '/_sandbox/deliveries', released)).toMatchObject({ posted: 1 });
  });

  it('burst: events of different seconds that all bear one', async () => {
    await order({ fault: 'burst', times: 3 });
    for (const name of ['e', 'f', 'g', 'h']) {
      await stripe.customers.create({ name });
      await business.sandbox.advance({ by: 'PT1S' });
    }
    await business.sandbox.deliver();
    const seconds = posted.slice(4).map(({ created }) => created - (posted[4]?.created ?? 0));
    expect(seconds).toEqual([0, 0, 0, 3]);
    const event = await stripe.events.retrieve(posted[5]?.id ?? '');
    expect(event.created).toBe(posted[5]?.created);
  });
});

describe('with a call', () => {
  const create = (name: string, client = stripe): Promise<Stripe.Customer> =>
    client.customers.create({ name }, { idempotencyKey: name });
  const made = async (): Promise<(string | null | undefined)[]> =>
    (await stripe.customers.list()).data.map(({ name }) => name);

  it.each([
    ['rate_limit', { statusCode: 429, code: 'rate_limit' }, false],
    ['lock_timeout', { statusCode: 429, code: 'lock_timeout' }, false],
    ['unavailable', { statusCode: 503 }, false],
    ['error_before', { statusCode: 500 }, false],
    ['error_after', { statusCode: 500 }, true],
    ['timeout_before', { type: 'StripeConnectionError', message: expect.stringContaining('timeout') }, false],
    ['timeout_after', { type: 'StripeConnectionError' }, true],
    ['cut_before', { type: 'StripeConnectionError' }, false],
    ['cut_after', { type: 'StripeConnectionError' }, true],
  ])('%s, and the same key settles it', async (fault, refusal, effect) => {
    await order({ fault, only: ['POST /v1/customers'] });
    await expect(create('Ada')).rejects.toMatchObject(refusal);
    expect(await made()).toEqual(effect ? ['Ada'] : []);

    await create('Ada');
    expect(await made()).toEqual(['Ada']);
  });

  it('an error that is kept comes again under its key, though all was done', async () => {
    await order({ fault: 'error_kept' });
    await expect(create('Ada')).rejects.toMatchObject({ statusCode: 500 });
    await expect(create('Ada')).rejects.toMatchObject({ statusCode: 500 });
    expect(await made()).toEqual(['Ada']);
  });

  it('works through a socket as well: cut, and left without an answer', async () => {
    const served = await serve(business.sandbox, 0);
    const { hostname: host, port } = new URL(served.url);
    const settings = { host, port: Number(port), protocol: 'http' as const, telemetry: false, timeout: 150 };
    const client = new Stripe('sk_test_x', { ...settings, maxNetworkRetries: 0 });
    await order({ fault: 'timeout_after' });
    await expect(create('Ada', client)).rejects.toMatchObject({
      message: expect.stringContaining('timeout being reached'),
    });
    await order({ fault: 'cut_before', times: 2 });
    await expect(create('Bert', client)).rejects.toBeInstanceOf(Stripe.errors.StripeConnectionError);

    expect(await made()).toEqual(['Ada']);
    expect((await create('Bert', client)).name).toBe('Bert');
    await served.close();
  });

  it('can be taken back', async () => {
    await order({ fault: 'error_before', times: 9 });
    await stripe.rawRequest('DELETE', '/_sandbox/faults');
    expect((await create('Ada', clientOf(business.sandbox))).name).toBe('Ada');
  });
});
