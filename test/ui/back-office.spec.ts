import { aBusiness, type Business } from './support/business.js';
import { describeInBrowser, Visitor } from './support/browser.js';

describeInBrowser('the back office', () => {
  let business: Business;
  let visitor: Visitor;

  beforeAll(async () => {
    business = await aBusiness();
    visitor = await Visitor.arrive(business.app.url);
    await visitor.signIn(await business.link());
  });

  afterAll(async () => {
    await visitor?.leave();
    await business?.app.close();
  });

  it('replays an event by a button, and the books stay as they are', async () => {
    const { page } = visitor;
    const before = await sums(business);
    const [row] = await business.app.database.query<{ id: string }>(
      `select id from webhooks_inbox where type = 'invoice.paid' and status = 'done' order by seq limit 1`,
    );
    await visitor.open(`/admin/resources/webhooks_inbox/records/${row?.id}/show`);
    await page.click('.replay button');
    await page.waitForSelector('.state:text("pending")');
    await visitor.shot('inbox-replayed');

    await business.app.settle();
    const [after] = await business.app.database.query<{ status: string }>(
      'select status from webhooks_inbox where id = $1',
      [row?.id],
    );
    expect(after?.status).toBe('done');
    expect(await sums(business)).toEqual(before);
    expect(before.length).toBeGreaterThan(0);
    expect(visitor.complaints).toEqual([]);
  });

  it('shows a customer by name, with what belongs to them', async () => {
    const { page } = visitor;
    await visitor.open('/admin/resources/customers_customer');
    await page.waitForSelector('tbody tr');
    await page.click('text=grace');
    await page.waitForSelector('.related table');
    await page.waitForLoadState('networkidle');
    await visitor.shot('customer');
    expect(await page.locator('.related').allInnerTexts()).toEqual([
      expect.stringMatching(/subscriptions/i),
      expect.stringMatching(/invoices[\s\S]*USD/i),
      expect.stringMatching(/payments[\s\S]*USD/i),
    ]);
  });
});

function sums({ app }: Business): Promise<unknown[]> {
  return app.database.query(
    'select account, currency, sum(minor)::text as minor from ledger_entry group by 1, 2 order by 1, 2',
  );
}
