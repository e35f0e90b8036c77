import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { RequestMethod } from '@nestjs/common';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { ACCESS, type Access } from '../../src/platform/auth/access.js';
import { Routes } from '../../src/platform/http/routes.js';
import { startApp, type TestApp } from '../support/app.js';

interface Route {
  readonly method: string;
  readonly path: string;
  readonly access: Access;
}

/** What anybody may ask for without a key. A line more here is a decision, not an accident. */
const OPEN = [
  'GET /docs',
  'GET /docs/problems',
  'GET /docs/style.css',
  'GET /health',
  'GET /health/live',
  'GET /health/ready',
  'GET /health/startup',
  'GET /openapi.json',
];

/** What no controller answers, so that no guard stands before it. These believe a signature alone. */
const UNGUARDED = ['POST /api/v1/revenue/webhooks/:provider', 'POST /webhooks/:provider'];

/** The pages of the local sandbox: whoever has the address of a session is let in, and nobody else. */
const PAGES = ['GET /sandbox/:page/:id', 'POST /sandbox/:page/:id'];

describe('every route', () => {
  let app: TestApp;
  let routes: Route[];

  beforeAll(async () => {
    app = await startApp();
    routes = routesOf(app);
  });

  afterAll(() => app?.close());

  it('says who may call it, and few are open', () => {
    expect(named(routes, 'public')).toEqual(OPEN);
    expect(routes.length).toBeGreaterThan(40);
  });

  it('that stands beside the controllers is known, and believes nobody who has not signed', async () => {
    const guarded = new Set(routes.map(({ method, path }) => `${method} ${path}`));
    const unguarded = inRouter(app).filter((route) => !guarded.has(route));

    expect(unguarded.toSorted()).toEqual([...PAGES, ...UNGUARDED].toSorted());
    for (const route of UNGUARDED) {
      const response = await app.post((route.split(' ')[1] ?? '').replace(':provider', 'stripe'), { id: 'evt_1' });
      expect(await response.json()).toMatchObject({ status: 400, code: 'webhooks/signature-invalid' });
    }
  });

  it('that is a page of the sandbox lets in who has its address, says that nothing is real, and has no levers', async () => {
    const session = await app.stripe.checkout.sessions.create({
      mode: 'payment',
      line_items: [{ price_data: { currency: 'usd', unit_amount: 900, product_data: { name: 'Course' } } }],
      success_url: 'https://shop.example/thanks',
    });
    const shown = await fetch(session.url ?? '');
    expect([shown.status, shown.headers.get('x-billing-mode')]).toEqual([200, 'local-sandbox']);
    expect(shown.headers.get('content-security-policy')).toContain(`default-src 'none'`);
    expect(await shown.text()).toContain('no real money');

    const form = { email: 'ada@example.com', number: '4242424242424242', expiry: '12/40', cvc: '123' };
    const paid = await fetch(session.url ?? '', {
      method: 'POST',
      body: new URLSearchParams(form),
      redirect: 'manual',
    });
    expect(paid.headers.get('location')).toBe('https://shop.example/thanks');
    expect((await fetch(`${app.url}/sandbox/checkout/cs_test_made_up`)).status).toBe(404);
    expect((await fetch(`${app.url}/_sandbox/clock`)).status).toBe(404);
  });

  it.each([
    String.raw`/sandbox/../_sandbox\clock`,
    String.raw`/sandbox/x\..\..\_sandbox\clock/y`,
    '/sandbox/%2e%2e/_sandbox%2fclock',
    '/sandbox/checkout/..%2f..%2f_sandbox%2fclock',
  ])('that is a page of the sandbox does not lead to its levers by %s', async (address) => {
    const { hostname, port } = new URL(app.url);
    // fetch would tidy the address up before it is sent.
    const asked = get({ hostname, port, path: address });
    const [answer] = (await once(asked, 'response')) as [IncomingMessage];
    const text = (await answer.setEncoding('utf8').toArray()).join('');
    expect(answer.statusCode).toBe(404);
    expect(text).not.toContain('"now"');
  });

  it('that asks for a key is closed to who has none, and to who made one up', async () => {
    const closed = routes.filter(({ access }) => access.kind !== 'public' && access.kind !== 'signed');
    const madeUp = `Bearer rvn_test_${'0'.repeat(40)}`;

    expect(await answered(closed, {})).toEqual(all(closed, 401));
    expect(await answered(closed, { authorization: madeUp })).toEqual(all(closed, 401));
  });

  it('that asks for a scope is closed to a key with another', async () => {
    const scoped = routes.filter(({ access }) => access.kind === 'scope' && access.scope !== 'ops:write');
    const key = await app.key('ops:write');

    expect(await answered(scoped, { authorization: `Bearer ${key}` })).toEqual(all(scoped, 403));
  });

  it('that is open or signed answers without a key, so that the rule above is not about everything', async () => {
    const health = routes.filter(({ path }) => path === '/health/live');

    expect(await answered(health, {})).toEqual(all(health, 200));
  });

  async function answered(asked: readonly Route[], headers: Record<string, string>): Promise<string[]> {
    const answers: string[] = [];
    for (const { method, path } of asked) {
      const response = await fetch(app.url + path.replaceAll(/:\w+/g, randomUUID()), { method, headers });
      await response.body?.cancel();
      answers.push(`${method} ${path} ${response.status}`);
    }
    return answers;
  }
});

function all(routes: readonly Route[], status: number): string[] {
  return routes.map(({ method, path }) => `${method} ${path} ${status}`);
}

function named(routes: readonly Route[], kind: Access['kind']): string[] {
  return routes.flatMap(({ method, path, access }) => (access.kind === kind ? [`${method} ${path}`] : [])).toSorted();
}

/** What the router itself knows, printed as a tree of prefixes. */
function inRouter({ nest }: TestApp): string[] {
  const above: string[] = [];
  const tree = nest.getHttpAdapter().getInstance().printRoutes({ commonPrefix: false });
  return [...tree.matchAll(/^([ │]*)[├└]── (\S+)(?: \(([A-Z, ]+)\))?$/gm)].flatMap(
    ([, indent = '', part = '', methods = '']) => {
      const depth = indent.length / 4;
      above.splice(depth, above.length, (above[depth - 1] ?? '') + part);
      const path = above[depth] ?? '';
      return methods
        .split(', ')
        .flatMap((method) => (['', 'HEAD', 'OPTIONS'].includes(method) ? [] : [`${method} ${path}`]));
    },
  );
}

/** As the controllers declare them, since Nest offers no list of its own, at the address the router gives them. */
function routesOf({ nest }: TestApp): Route[] {
  const discovery = nest.get(DiscoveryService, { strict: false });
  const [router, reflector, scanner] = [nest.get(Routes), nest.get(Reflector), new MetadataScanner()];
  return discovery.getControllers().flatMap(({ instance, metatype }) => {
    const controller = instance as Record<string, unknown>;
    return scanner.getAllMethodNames(Object.getPrototypeOf(controller) as object).flatMap((name) => {
      const handler = controller[name] as () => unknown;
      const verb = Reflect.getMetadata('method', handler) as RequestMethod | undefined;
      if (verb === undefined) return [];
      const method = RequestMethod[verb];
      const access = reflector.getAllAndOverride<Access>(ACCESS, [handler, metatype as () => unknown]);
      return declared(metatype as object, handler).map((path) => ({
        method,
        path: address(router, method, path),
        access,
      }));
    });
  });
}

function declared(controller: object, handler: object): string[] {
  const read = (of: object): string[] => [Reflect.getMetadata('path', of) as string | string[]].flat();
  return read(controller).flatMap((base) =>
    read(handler).map(
      (own) =>
        `/${[base, own]
          .map((part) => part.replaceAll(/^\/+|\/+$/g, ''))
          .filter(Boolean)
          .join('/')}`,
    ),
  );
}

function address(router: Routes, method: string, path: string): string {
  const found = [path, `/api/v1${path}`].find((one) => router.methodsOf(one).includes(method));
  if (found === undefined) throw new Error(`The router has no ${method} ${path}.`);
  return found;
}
