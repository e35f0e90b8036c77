import { aBusiness, type Business } from './support/business.js';
import { describeInBrowser, Visitor } from './support/browser.js';

interface Tile {
  readonly id: string;
  readonly value: number;
  readonly unit: string;
}

describeInBrowser('the figures', () => {
  let business: Business;
  let visitor: Visitor;

  beforeAll(async () => {
    business = await aBusiness();
    visitor = await Visitor.arrive(business.app.url);
    await visitor.signIn(await business.link());
    await visitor.overview();
  });

  afterAll(async () => {
    await visitor?.leave();
    await business?.app.close();
  });

  it('are those of the API', async () => {
    const shown = await visitor.page.$$eval('.tile', (tiles) =>
      tiles.map((tile) => ({
        id: tile.querySelector('[data-tile]')?.getAttribute('data-tile'),
        value: Number(
          tile
            .querySelector('.value')
            ?.firstChild?.textContent?.replace(/[^\d.\u2212]/g, '')
            .replace('\u2212', '-'),
        ),
      })),
    );
    const overview = (await (await business.app.get('/api/v1/dashboard/overview')).json()) as Record<string, number>;
    const screen = await visitor.page.evaluate<{ tiles: Tile[] }>(
      `fetch('/admin/data/overview?range=30d').then((answer) => answer.json())`,
    );
    expect(shown).toEqual(screen.tiles.map(({ id, value }) => ({ id, value })));
    expect(shown).toContainEqual({ id: 'mrr', value: overview['monthly_recurring_revenue'] });
    expect(shown).toContainEqual({ id: 'active_customers', value: overview['active_customers'] });
    expect(overview['monthly_recurring_revenue']).toBeGreaterThan(0);
  });

  it('open down to the provider’s event in three clicks and what it said in a fourth, and Back leads out again', async () => {
    const { page } = visitor;
    await page.click('[data-tile=mrr]');
    await page.waitForSelector('.evidence');
    await visitor.shot('evidence-1-figure', '.panel');
    // By the name a person knows; what the provider calls it is small print.
    const parts = await page.locator('[aria-label="Parts of the figure"] tbody tr').allInnerTexts();
    expect(parts.filter((part) => !/^\w[\w ]+: (Professional|Business)\nprod_/.test(part))).toEqual([]);
    expect(parts.join()).toContain('Change of plan');
    expect(await page.innerText('.evidence')).toContain('A change of plan stands twice');
    await page.click('.evidence table .opens');
    await page.waitForURL((url) => url.search.includes('movements'));
    await page.waitForSelector('.evidence table');
    await visitor.shot('evidence-2-movements', '.panel');
    await page.click('.evidence table .opens');
    await page.waitForURL((url) => /movements%2F[0-9a-f-]{36}/.test(url.search));
    await page.waitForSelector('.evidence .event:text("evt_")');
    await visitor.shot('evidence-3-cause', '.panel');

    await page.click('.evidence .opens:text("Open the event")');
    await page.waitForSelector(
      '.evidence .signed:text("previous_attributes"), .evidence .signed:text("customer.subscription")',
    );
    await visitor.shot('evidence-4-event', '.panel');

    for (let level = 0; level < 4; level += 1) await page.goBack();
    await page.waitForSelector('#panel:not([open])', { state: 'attached' });
    expect(new URL(page.url()).search).toBe('');
    expect(visitor.complaints).toEqual([]);
  });
});
