import { SignInLinks } from '../../src/platform/auth/sign-in-link.js';
import { startApp, type TestApp } from '../support/app.js';

describe('what stands under /admin', () => {
  let app: TestApp;
  let cookie: string;
  let csrf: string;

  beforeAll(async () => {
    app = await startApp({ backOffice: true });
    cookie = (await signIn(await token())).headers.getSetCookie()[0]?.split(';')[0] ?? '';
    const welcome = await (await ask('/admin/welcome', { cookie })).text();
    csrf = /data-csrf="([^"]+)"/.exec(welcome)?.[1] ?? '';
  });

  afterAll(() => app?.close());

  const ask = (path: string, headers: Record<string, string | undefined> = {}, method = 'GET') =>
    fetch(app.url + path, { method, headers: JSON.parse(JSON.stringify(headers)), redirect: 'manual' });

  const token = async () =>
    new URL((await app.nest.get(SignInLinks, { strict: false }).issue()) ?? '').searchParams.get('token') ?? '';

  /** What the button behind the link sends. */
  const signIn = (given: string, headers: Record<string, string> = { origin: app.url }) =>
    fetch(`${app.url}/admin/welcome`, {
      method: 'POST',
      headers,
      body: new URLSearchParams({ token: given }),
      redirect: 'manual',
    });

  it.each([
    '/admin/revenue',
    '/admin/data/overview',
    '/admin/live',
    '/admin/resources/billing_payment',
    '/admin/api/resources/billing_payment/actions/list',
    '/admin/api/resources/billing_payment/actions/list?x=/admin/sign-in',
    '/admin/data/overview/../overview',
    '/admin/data/movements',
    '/admin/data/trouble',
  ])('does not answer %s to a stranger', async (path) => {
    expect((await ask(path)).status).toBe(401);
    const page = await ask(path, { accept: 'text/html' });
    expect(page.status).toBe(303);
    expect(page.headers.get('location')).toMatch(/^\/admin\/sign-in\?to=%2Fadmin/);
  });

  it('lets the person with the cookie in, and says so in flags a browser keeps', async () => {
    expect((await ask('/admin/data/overview', { cookie })).status).toBe(200);
    const answer = await signIn(await token());
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/admin/welcome']);
    const set = answer.headers.getSetCookie()[0];
    expect(set).toMatch(/^rvn=[\w-]{43}; Path=\/admin; HttpOnly; SameSite=Strict$/);
  });

  it('lets nobody in by looking at a link: whoever previews it leaves it as good as it was', async () => {
    const link = `/admin/welcome?token=${await token()}`;
    for (const method of ['HEAD', 'GET', 'GET']) {
      const seen = await ask(link, {}, method);
      expect([seen.status, seen.headers.getSetCookie()]).toEqual([200, []]);
    }
    const page = await ask(link);
    expect(page.headers.get('cache-control')).toBe('no-store');
    // Its own origin and no more, which is what the button is known by.
    expect(page.headers.get('referrer-policy')).toBe('strict-origin');
    const [, given = ''] = /name="token" value="([\w-]+)"/.exec(await page.text()) ?? [];
    expect((await signIn(given)).status).toBe(303);
  });

  it('takes a link once, and never through a proxy or for another site', async () => {
    const [once, kept] = [await token(), await token()];
    expect((await signIn(once)).status).toBe(303);
    expect((await signIn(once)).status).toBe(410);
    expect((await ask(`/admin/welcome?token=${once}`)).status).toBe(410);
    expect((await ask(`/admin/welcome?token=${once}`, { cookie })).headers.get('location')).toBe('/admin/welcome');

    const forwarded = { 'x-forwarded-for': '127.0.0.1' };
    expect((await ask(`/admin/welcome?token=${kept}`, forwarded)).status).toBe(410);
    expect((await signIn(kept, { origin: app.url, ...forwarded })).status).toBe(410);
    expect((await signIn(kept, { origin: 'https://elsewhere.example' })).status).toBe(403);
    expect((await signIn(kept, { origin: 'null' })).status).toBe(403);
    expect((await signIn(kept, {})).status).toBe(403);
    expect((await signIn(kept)).status).toBe(303);
  });

  it('repeats a link from elsewhere once from our own origin', async () => {
    const answer = await ask('/admin/revenue', { accept: 'text/html', 'sec-fetch-site': 'cross-site' });
    expect(await answer.text()).toContain('<meta http-equiv="refresh" content="0;url=/admin/revenue"');
  });

  it.each([
    { what: 'no origin', headers: {} },
    { what: 'a foreign origin', headers: { origin: 'https://elsewhere.example' } },
    { what: 'a foreign site', headers: { 'sec-fetch-site': 'cross-site' } },
  ])('refuses to change anything for a request with $what', async ({ headers }) => {
    const answer = await ask('/admin/sign-out', { cookie, 'x-csrf-token': csrf, ...headers }, 'POST');
    expect(answer.status).toBe(403);
    expect((await ask('/admin/data/overview', { cookie })).status).toBe(200);
  });

  it.each([{ token: {} }, { token: { 'x-csrf-token': 'x' } }])(
    'refuses without the session’s own token',
    async ({ token }) => {
      const answer = await ask('/admin/sign-out', { cookie, origin: app.url, ...token }, 'POST');
      expect(answer.status).toBe(403);
    },
  );

  it('reaches no writing action by GET, and none that writes to a table at all', async () => {
    const id = '0199a0c2-7d1e-7a51-9b1e-5a0d7c1f2e33';
    const replay = `/admin/api/resources/webhooks_inbox/records/${id}/replay`;
    expect((await ask(replay, { cookie })).status).toBe(405);
    for (const action of ['edit', 'delete', 'nonsense']) {
      const path = `/admin/api/resources/webhooks_inbox/records/${id}/${action}`;
      expect((await ask(path, { cookie })).status).toBe(404);
    }
    expect((await ask('/admin/api/resources/billing_payment/actions/new', { cookie })).status).toBe(404);
  });

  it('takes no file and no form without end', async () => {
    const replay = '/admin/api/resources/webhooks_inbox/records/0199a0c2-7d1e-7a51-9b1e-5a0d7c1f2e33/replay';
    const headers = { cookie, origin: app.url, 'x-csrf-token': csrf };
    const file = new FormData();
    file.set('file', new File(['x'], 'x.txt'));
    expect((await fetch(app.url + replay, { method: 'POST', headers, body: file })).status).toBe(415);
    const large = new FormData();
    large.set('text', 'x'.repeat(300_000));
    expect((await fetch(app.url + replay, { method: 'POST', headers, body: large })).status).toBe(413);
  });

  it('lets nobody guess passwords: 401 at first, and 429 after thirty in a minute', async () => {
    const guess = () =>
      fetch(`${app.url}/admin/sign-in`, {
        method: 'POST',
        headers: { origin: app.url, 'content-type': 'application/json' },
        body: JSON.stringify({ email: 'eve@example.com', password: 'guess' }),
      });
    expect((await guess()).status).toBe(401);
    // More than two minutes allow, should the first end in between.
    const more = await Promise.all(Array.from({ length: 60 }, guess));
    expect(new Set(more.map(({ status }) => status))).toEqual(new Set([401, 429]));
    expect(more.find(({ status }) => status === 429)?.headers.get('retry-after')).toMatch(/^\d+$/);
  });

  it('signs out for good', async () => {
    expect((await ask('/admin/sign-out', { cookie, origin: app.url, 'x-csrf-token': csrf }, 'POST')).status).toBe(204);
    expect((await ask('/admin/data/overview', { cookie })).status).toBe(401);
  });
});
