import { SignInLinks } from '../../src/platform/auth/sign-in-link.js';
import { harness } from './harness/app.js';

describe('signing in', () => {
  let app: Awaited<ReturnType<typeof harness>>;

  beforeAll(async () => {
    app = await harness();
  });

  afterAll(() => app.close());

  it('works', async () => {
    const link = await app.nest.get(SignInLinks, { strict: false }).issue();
    const path = new URL(link ?? '').pathname + new URL(link ?? '').search;
    const first = await fetch(app.url + path);
    console.log(first.status, Object.fromEntries(first.headers), await first.text());
    const cookie = first.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    for (const p of ['/', '/admin', '/admin/welcome', '/admin/revenue', '/admin/data/overview', '/admin/resources/webhooks_inbox', '/admin/api/resources/customers_customer/actions/list', '/admin/api/resources/ledger_entry/actions/list', '/admin/api/resources/billing_payment/actions/new','/admin/pages/x']) {
      const r = await fetch(app.url + p, { headers: { cookie }, redirect: 'manual' });
      console.log(p, r.status, r.headers.get('location'), r.headers.get('content-type'), r.headers.get('content-security-policy'), (await r.text()).slice(0, 300));
    }
    const again = await fetch(app.url + path);
    console.log(again.status);
  });
});
