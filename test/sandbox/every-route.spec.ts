import { Stripe } from 'stripe';
import { RouteTable } from '../../src/integrations/stripe/sandbox/routes.js';
import { surface } from '../../src/integrations/stripe/sandbox/surface.js';
import { EVERYTHING } from './asking/everything.js';
import { aBusiness, type Business } from './business.js';

let business: Business;
let stripe: Stripe;
const answered = new Set<string>();

/** The real client; each route that has answered it is remembered. */
beforeAll(async () => {
  business = await aBusiness();
  const table = new RouteTable(surface);
  const fetching: typeof fetch = async (input, init) => {
    const request = new Request(input, init);
    const { method, url } = request;
    const answer = await business.sandbox.fetch(request);
    const found = table.match(method, new URL(url).pathname)?.route;
    if (answer.ok && found) answered.add(`${method} ${found.path}`);
    return answer;
  };
  const httpClient = Stripe.createFetchHttpClient(fetching);
  stripe = new Stripe('sk_test_sandbox', { httpClient, maxNetworkRetries: 0, telemetry: false });
});

it.each(EVERYTHING)('%s', async (_, ask) => ask({ stripe, sandbox: business.sandbox }));

it('are all of the sandbox: a new one is asked here too', () => {
  const all = surface.map(({ method, path }) => `${method} ${path}`);
  expect(all.filter((route) => !answered.has(route))).toEqual([]);
  expect(all.length).toBeGreaterThan(170);
});
