import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sign } from '../../src/integrations/stripe/sandbox/deliveries/postman.js';
import { verify } from '../../src/integrations/stripe/signature.js';
import { aBusiness, WALL, type Business } from './business.js';

interface Post {
  body: string;
  signature: string;
}

const posts: Post[] = [];
let status = 200;
let server: Server;
let url: string;
let business: Business;
let secret: string;

beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      posts.push({ body: Buffer.concat(chunks).toString(), signature: String(request.headers['stripe-signature']) });
      response.writeHead(status).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks/stripe`;
});
afterAll(() => server.close());

beforeEach(async () => {
  posts.length = 0;
  status = 200;
  business = await aBusiness();
  secret = await business.sandbox.endpoint(url);
});

const aCustomer = (name: string): Promise<unknown> => business.stripe.customers.create({ name });
const names = (): string[] =>
  posts.map(({ body }) => (JSON.parse(body) as { data: { object: { name: string } } }).data.object.name);

function holds({ body, signature }: Post): boolean {
  try {
    return verify(body, signature, [{ label: 'sandbox', secret }], WALL) === 'sandbox';
  } catch {
    return false;
  }
}

it('keeps one endpoint and one secret for an address', async () => {
  expect(await business.sandbox.endpoint(url)).toBe(secret);
  expect((await business.stripe.webhookEndpoints.list()).data).toMatchObject([{ url, enabled_events: ['*'] }]);
  expect((await business.stripe.webhookEndpoints.list()).data[0]?.secret).toBeUndefined();
});

it('posts each event once, signed with the time of the machine', async () => {
  await aCustomer('Ada');

  expect(await business.sandbox.deliver()).toBe(1);
  expect(await business.sandbox.deliver()).toBe(0);

  expect(posts.map(holds)).toEqual([true]);
  const event = JSON.parse(posts[0]?.body ?? '') as { id: string };
  const shown = await business.database.query<{ body: string }>('select body from stripe_sandbox.event where id = $1', [
    event.id,
  ]);
  expect(shown[0]?.body).toBe(posts[0]?.body);
});

it('tries again after a while when it is not taken', async () => {
  await aCustomer('Ada');
  status = 503;
  await business.sandbox.deliver();
  status = 200;
  expect(await business.sandbox.deliver()).toBe(0);

  await business.sandbox.advance({ by: 'PT5S' });

  expect(await business.sandbox.deliver()).toBe(1);
  expect(await business.sandbox.deliveryStates()).toEqual({ delivered: 1 });
});

it('gives up in the end, and sends again when it is released', async () => {
  await aCustomer('Ada');
  status = 500;
  for (let hour = 0; hour < 60; hour += 1) {
    await business.sandbox.deliver();
    await business.sandbox.advance({ by: 'PT1H' });
  }
  expect(await business.sandbox.deliveryStates()).toEqual({ failed: 1 });

  status = 200;
  await business.sandbox.releaseDeliveries();
  await business.sandbox.deliver();
  expect(await business.sandbox.deliveryStates()).toEqual({ delivered: 1 });
});

it('sends to each endpoint what it asked for', async () => {
  await business.stripe.webhookEndpoints.create({ url: `${url}/2`, enabled_events: ['product.created'] });
  await aCustomer('Ada');
  await business.stripe.products.create({ name: 'Starter' });

  expect(await business.sandbox.deliver()).toBe(3);
});

describe('faults on request', () => {
  beforeEach(async () => {
    for (const name of ['a', 'b', 'c']) await aCustomer(name);
  });

  it('duplicate: the same bytes twice', async () => {
    business.sandbox.faults.order('duplicate', 1);
    await business.sandbox.deliver();
    expect(names().toSorted()).toEqual(['a', 'a', 'b', 'c']);
  });

  it('drop: one is lost, and comes when it is released', async () => {
    business.sandbox.faults.order('drop', 1);
    await business.sandbox.deliver();
    expect(posts).toHaveLength(2);
    await business.sandbox.releaseDeliveries();
    await business.sandbox.deliver();
    expect(names().toSorted()).toEqual(['a', 'b', 'c']);
  });

  it('bad signature, stale and future: refused by whoever checks', async () => {
    for (const fault of ['bad_signature', 'stale', 'future'] as const) business.sandbox.faults.order(fault, 1);
    await business.sandbox.deliver();
    expect(posts.map(holds).filter((one) => one)).toHaveLength(1);
  });
});

it('signs with both secrets while one is being rolled, then with the new one alone', async () => {
  const [endpoint] = (await business.stripe.webhookEndpoints.list()).data;
  const asked = { endpoint: endpoint?.id ?? '', hours: 2 };
  const { secret: next } = (await business.stripe.rawRequest('POST', '/_sandbox/secrets', asked)) as unknown as {
    secret: string;
  };
  const signers = (post: Post | undefined): string[] =>
    [secret, next].filter((one) => {
      const [time = '', ...marks] = post?.signature.split(',') ?? [];
      return marks.some((mark) => `${time},${mark}` === sign(one, Number(time.slice(2)), post?.body ?? ''));
    });

  await aCustomer('Ada');
  await business.sandbox.deliver();
  expect(signers(posts[0])).toEqual([secret, next]);
  expect((await business.sandbox.secretsOf(url)).map((one) => one.secret)).toEqual([next, secret]);

  await business.sandbox.advance({ by: 'PT2H' });
  await aCustomer('Bert');
  await business.sandbox.deliver();
  expect(signers(posts[1])).toEqual([next]);
  expect((await business.sandbox.secretsOf(url)).map((one) => one.secret)).toEqual([next]);
});

it('sends nothing to an endpoint that is disabled, and begins again when it is not', async () => {
  const [endpoint] = (await business.stripe.webhookEndpoints.list()).data;
  await business.stripe.webhookEndpoints.update(endpoint?.id ?? '', { disabled: true });
  await aCustomer('Ada');
  expect(await business.sandbox.deliver()).toBe(0);
  await business.stripe.webhookEndpoints.update(endpoint?.id ?? '', { disabled: false });
  await aCustomer('Bert');
  await business.sandbox.deliver();
  expect(names()).toEqual(['Bert']);
});

it('remembers an event for 30 days', async () => {
  await aCustomer('Ada');
  const [event] = (await business.stripe.events.list()).data;
  await business.sandbox.advance({ by: 'P30D' });
  expect((await business.stripe.events.retrieve(event?.id ?? '')).type).toBe('customer.created');
  await business.sandbox.advance({ by: 'PT1S' });
  expect((await business.stripe.events.list()).data).toEqual([]);
  await expect(business.stripe.events.retrieve(event?.id ?? '')).rejects.toMatchObject({ statusCode: 404 });
});
