import { Trouble } from '../../src/dashboard/trouble.js';
import { FrozenClock, hours } from '../../src/kernel/clock.js';
import { Endpoints } from '../../src/modules/webhooks/index.js';
import { SignInLinks } from '../../src/platform/auth/sign-in-link.js';
import { Business } from '../billing/business.js';
import { startApp, type TestApp } from '../support/app.js';
import { signed } from '../webhooks/intake-app.js';
import { describeInBrowser, Visitor } from './support/browser.js';

/** The books balance over what was booked; what could not be is shown beside them. */
describeInBrowser('what does not go on by itself', () => {
  let app: TestApp;
  let visitor: Visitor;
  let ahead = 0;

  beforeAll(async () => {
    app = await startApp({
      backOffice: true,
      machine: new FrozenClock(new Date(), () => new Date(Date.now() + ahead)),
    });
    visitor = await Visitor.arrive(app.url, { forAxe: true });
    await signIn();
  });
  afterAll(async () => {
    await visitor?.leave();
    await app?.close();
  });

  const signIn = async () => visitor.signIn((await app.nest.get(SignInLinks, { strict: false }).issue()) ?? '');
  const seenBy = async (role: string) =>
    (await app.nest.get(Trouble, { strict: false }).seenBy([role])).map(
      ({ kind, state, count }) => `${count} ${kind} ${state}`,
    );
  const lines = async () => (await visitor.page.innerText('#trouble')).split('\n').filter(Boolean);

  it('is nothing in a good hour', async () => {
    await visitor.overview();
    expect(await lines()).toEqual([]);
    expect(await seenBy('owner')).toEqual([]);
  });

  it('is counted for those who may see it, each with the way to its list', async () => {
    const customer_id = await new Business(app).customer();
    app.sandbox.faults.order('unavailable', { times: 1000, only: ['POST /v1/payment_intents'] });
    expect((await app.post('/api/v1/revenue/payments', { customer_id, amount: 10, currency: 'usd' })).status).toBe(503);
    expect(await seenBy('owner')).toEqual([]);
    ahead = hours(2);
    await app.settle();
    const [secret = ''] = app.config.stripe.webhookSecrets;
    const headers = { 'stripe-signature': signed(Buffer.from('hello'), secret, app.sandbox.clock.wall()) };
    await fetch(`${app.url}/webhooks/stripe`, { method: 'POST', headers, body: 'hello' });

    expect(await seenBy('owner')).toEqual(['1 event dead', '1 call sent']);
    expect(await seenBy('growth')).toEqual(['1 call sent']);
    // The session of two hours ago is over.
    await signIn();
    await visitor.overview();
    await visitor.page.waitForSelector('#trouble p');
    expect((await lines()).join(' ')).toMatch(/1 event .* given up \(dead\).*1 call .* no end \(sent\)/);
    expect(await visitor.faults()).toEqual([]);

    await visitor.page.click('#trouble a >> nth=0');
    await visitor.page.waitForSelector('tbody tr');
    expect(visitor.page.url()).toContain('/admin/resources/webhooks_inbox?filters.status=dead');
    expect(await visitor.page.locator('tbody tr').count()).toBe(1);
  });

  it('is no more of it once somebody has dismissed it', async () => {
    await app.database.query(
      `insert into webhooks_dismissal (inbox_id, reason, dismissed_by, dismissed_at)
       select id, 'not an event', 'test', now() from webhooks_inbox where status = 'dead'`,
    );
    expect(await seenBy('owner')).toEqual(['1 call sent']);
  });

  it('is an endpoint too that was given up, or fails for a day; not one that somebody switched off', async () => {
    const endpoints = app.nest.get(Endpoints, { strict: false });
    for (const reason of ['gone', 'failing', 'by_hand', undefined] as const) {
      const asked = { url: 'https://example.com/hook', event_types: ['*'] };
      const { id } = (await (await app.post('/api/v1/webhooks/endpoints', asked)).json()) as { id: string };
      if (reason) await endpoints.disable(id, reason);
      else await app.database.query('update webhooks_endpoint set warned_at = now() where id = $1', [id]);
    }
    expect(await seenBy('owner')).toEqual(['1 call sent', '2 endpoint disabled', '1 endpoint failing']);
    expect(await seenBy('growth')).toEqual(['1 call sent']);

    await visitor.overview();
    await visitor.page.waitForSelector('#trouble:has-text("endpoint")');
    expect((await lines()).join(' ')).toMatch(/2 endpoints .*nothing \(disabled\).*1 endpoint .*nothing \(failing\)/);
  });
});
