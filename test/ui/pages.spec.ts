import { until } from '../support/until.js';
import { aBusiness, type Business } from './support/business.js';
import { describeInBrowser, Visitor, type Theme } from './support/browser.js';

const LISTS = [
  'customers_customer',
  'billing_subscription',
  'billing_invoice',
  'billing_payment',
  'ledger_journal',
  'ledger_entry',
  'webhooks_inbox',
];

describeInBrowser('every page', () => {
  let business: Business;

  beforeAll(async () => {
    business = await aBusiness();
  });

  afterAll(() => business?.app.close());

  const visit = async (look: Parameters<typeof Visitor.arrive>[1], work: (visitor: Visitor) => Promise<void>) => {
    const visitor = await Visitor.arrive(business.app.url, look);
    try {
      await visitor.signIn(await business.link());
      await work(visitor);
    } finally {
      await visitor.leave();
    }
  };

  it('loads without a complaint, and nothing from elsewhere', () =>
    visit({}, async (visitor) => {
      await visitor.overview();
      for (const list of LISTS) await record(visitor, list);
      await visitor.open('/admin/sign-in');
      expect(visitor.complaints).toEqual([]);
    }));

  it.each<{ theme: Theme }>([{ theme: 'light' }, { theme: 'dark' }])('is accessible in the $theme theme', ({ theme }) =>
    visit({ theme, forAxe: true }, async (visitor) => {
      expect(await visitor.faults()).toEqual([]);
      const link = new URL(await business.link());
      await visitor.open(link.pathname + link.search);
      await visitor.shots(`link-in-${theme}`);
      expect(await visitor.faults()).toEqual([]);
      await visitor.overview();
      expect(await visitor.faults()).toEqual([]);
      await visitor.page.click('[data-tile=mrr]');
      await visitor.page.waitForSelector('.evidence');
      expect(await visitor.faults()).toEqual([]);
      for (const list of ['webhooks_inbox', 'customers_customer']) {
        await visitor.open(`/admin/resources/${list}`);
        await visitor.page.waitForSelector('tbody tr td');
        expect(await visitor.faults()).toEqual([]);
        await record(visitor, list);
        expect(await visitor.faults()).toEqual([]);
      }
      await visitor.open('/admin/sign-in');
      expect(await visitor.faults()).toEqual([]);
    }),
  );

  it('is reached by the printed link and its button without a script, and Back does not lead to a dead end', () =>
    visit({ scripts: 'off' }, async (visitor) => {
      expect(await visitor.page.innerText('h1')).toBe('Welcome');
      await visitor.page.goBack();
      await visitor.page.waitForURL('**/admin/welcome');
      expect(await visitor.page.innerText('h1')).toBe('Welcome');
      expect(visitor.complaints).toEqual([]);
    }));

  it('would be noticed if it broke a rule', () =>
    visit({}, async (visitor) => {
      await visitor.overview();
      await visitor.page.evaluate(`{
        document.body.append(Object.assign(document.createElement('script'), { textContent: 'void 0' }));
        document.body.append(Object.assign(document.createElement('img'), { src: 'https://elsewhere.invalid/x.png' }));
      }`);
      await visitor.page.waitForSelector('html[data-violations="2"]');
      expect(visitor.complaints.join()).toMatch(/policy: script-src-elem inline/);
      expect(visitor.complaints.join()).toMatch(/policy: img-src https:\/\/elsewhere/);
    }));

  it.each<{ width: number; theme: Theme }>(
    [390, 768, 1440].flatMap((width) => [
      { width, theme: 'light' },
      { width, theme: 'dark' },
    ]),
  )('fits $width pixels in the $theme theme', ({ width, theme }) =>
    visit({ width, theme }, async (visitor) => {
      await visitor.shot(`welcome-${width}-${theme}`);
      await visitor.overview('?range=90d');
      await visitor.page.waitForSelector('#money canvas');
      await visitor.shot(`overview-${width}-${theme}`);
      expect(await overflow(visitor)).toBe(0);
      // No light says anything by its colour alone.
      await visitor.page.waitForSelector('#live .word:visible');
      await visitor.page.waitForSelector('#books .word:visible');
      await record(visitor, 'billing_payment', `payment-${width}-${theme}`);
    }),
  );
});

/** A list and its first record. */
async function record(visitor: Visitor, resource: string, shot?: string): Promise<void> {
  await visitor.open(`/admin/resources/${resource}`);
  await visitor.page.waitForSelector('tbody tr td');
  if (shot) await visitor.shot(`list-${shot}`);
  const id = await visitor.page.getAttribute('tbody tr[data-id]', 'data-id');
  await visitor.open(`/admin/resources/${resource}/records/${id}/show`);
  await visitor.page.waitForSelector('.field, [data-css*="show"]');
  await until(async () => !(await visitor.page.locator('.related p').allInnerTexts()).includes('Loading'), 60_000);
  if (shot) await visitor.shot(`record-${shot}`);
}

function overflow(visitor: Visitor): Promise<number> {
  return visitor.page.evaluate('document.documentElement.scrollWidth - innerWidth');
}
