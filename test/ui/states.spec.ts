import { SignInLinks } from '../../src/platform/auth/sign-in-link.js';
import { OutboundHold } from '../../src/platform/ops/outbound-hold.js';
import { startApp, type TestApp } from '../support/app.js';
import { describeInBrowser, Visitor } from './support/browser.js';

const DATA = '**/admin/data/overview?*';

describeInBrowser('the overview when', () => {
  let app: TestApp;
  let visitor: Visitor;

  beforeAll(async () => {
    app = await startApp({ backOffice: true });
  });

  afterAll(() => app?.close());

  beforeEach(async () => {
    visitor = await Visitor.arrive(app.url, { forAxe: true });
    await visitor.signIn((await app.nest.get(SignInLinks, { strict: false }).issue()) ?? '');
  });

  afterEach(() => visitor?.leave());

  it('nothing has happened yet: it says what would appear, and the next step', async () => {
    await visitor.overview();
    await visitor.shot('overview-empty');
    expect(await visitor.page.innerText('#money')).toContain('as soon as the first payment arrives');
    expect(await visitor.page.innerText('#feed')).toContain('appear here as they arrive');
    expect(await visitor.faults()).toEqual([]);
    expect(visitor.complaints).toEqual([]);
  });

  it('the figures cannot be fetched: it says so with the id of the request, and tries again', async () => {
    await visitor.page.route(DATA, (route) =>
      route.fulfill({ status: 500, headers: { 'x-request-id': 'req-42' }, json: { detail: 'Something broke.' } }),
    );
    await visitor.open('/admin/revenue');
    await visitor.page.waitForSelector('#notice .strip');
    expect(await visitor.page.innerText('#notice')).toMatch(
      /could not be fetched\. Something broke\. \(request req-42\)/,
    );
    expect(await visitor.faults()).toEqual([]);

    await visitor.page.unroute(DATA);
    // The page may have tried again by itself in the meantime, and its notice be gone.
    await visitor.page.evaluate(`document.querySelector('#notice button')?.click()`);
    await visitor.page.waitForSelector('.tile .value');
    expect(await visitor.page.innerText('#notice')).toBe('');
  });

  it('something is on hold: it says so over every page, until it is released', async () => {
    const hold = app.nest.get(OutboundHold);
    await hold.hold(['webhooks', 'provider'], 'ada@example.com');
    await visitor.overview();
    await visitor.shot('on-hold');
    expect(await visitor.page.innerText('#banner')).toMatch(
      /^On hold: no webhook .*, and nothing is changed at .*Local/,
    );
    expect(await visitor.faults()).toEqual([]);
    await visitor.open('/admin/resources/webhooks_endpoint');
    expect(await visitor.page.innerText('.banner')).toMatch(/^On hold: /);

    await hold.release('webhooks', 'ada@example.com');
    await hold.release('provider', 'ada@example.com');
    await visitor.overview();
    expect(await visitor.page.innerText('#banner')).toMatch(/^Local sandbox/);
  });

  it('the server is away: the last figures stay, and it says as of when', async () => {
    await visitor.overview();
    await visitor.page.route(DATA, (route) => route.abort());
    await visitor.page.selectOption('#range', '7d');
    await visitor.page.waitForSelector('#notice .warn');
    expect(await visitor.page.innerText('#notice')).toMatch(/^As of .*, reconnecting\.$/);
    expect(await visitor.page.isVisible('.tile .value')).toBe(true);
  });

  it('the books are wrong: a red line over the page names the proof, and the figures stay', async () => {
    await visitor.page.route(DATA, async (route) => {
      const answer = await route.fetch();
      if (answer.status() === 304) return route.fulfill({ response: answer });
      const screen = (await answer.json()) as object;
      const failing = [{ name: 'P1 every journal sums to zero', since: '2026-03-01T00:00:00Z' }];
      const books = { light: 'red', sentence: 'One proof fails.', checked_at: '2026-03-01T00:00:00Z', failing };
      return route.fulfill({ response: answer, json: { ...screen, books } });
    });
    await visitor.overview();
    expect(await visitor.page.innerText('#notice')).toContain('P1 every journal sums to zero since 1 Mar 2026');
    expect(await visitor.page.innerText('#books')).toBe('Books are wrong');
    expect(await visitor.faults()).toEqual([]);
  });
});
