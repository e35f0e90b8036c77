import { aBusiness, type Business } from './support/business.js';
import { describeInBrowser, Visitor } from './support/browser.js';

describeInBrowser('the live page', () => {
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

  it('says that it is live', async () => {
    await visitor.page.waitForSelector('#live[data-light=live]');
  });

  it('shows a payment by itself', async () => {
    const { app } = business;
    const shown = () => visitor.page.innerText('.tile:has([data-tile=total_revenue]) .value');
    const before = await shown();
    const customers = await app.stripe.customers.list({ limit: 1 });
    await app.stripe.paymentIntents.create({
      amount: 97_00,
      currency: 'usd',
      customer: customers.data[0]?.id ?? '',
      payment_method: 'pm_card_visa',
      confirm: true,
      automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
    });
    await app.settle();
    await visitor.page.waitForSelector('#feed li:has-text("97.00 USD")');
    expect(await shown()).not.toBe(before);
  });

  it('keeps range and granularity in its address, and Back leads to the one before', async () => {
    const { page } = visitor;
    await page.selectOption('#range', '90d');
    await page.selectOption('#granularity', 'month');
    await page.waitForURL((url) => url.search === '?range=90d&granularity=month');
    await page.goBack();
    await page.waitForURL((url) => url.search === '?range=90d');
    expect(await page.inputValue('#granularity')).toBe('');
    expect(visitor.complaints).toEqual([]);
  });

  it('keeps the theme a person chose, before the first paint', async () => {
    const { page } = visitor;
    await page.click('#theme');
    await page.click('#theme');
    await visitor.overview();
    expect(await page.getAttribute('html', 'data-theme')).toBe('dark');
    const color = await page.evaluate('getComputedStyle(document.body).backgroundColor');
    expect(color).toBe('rgb(15, 18, 22)');
  });

  it('is reached over the API with a key, too, and says hello first', async () => {
    const key = await business.app.key('analytics:read');
    const answer = await fetch(`${business.app.url}/api/v1/dashboard/live`, {
      headers: { authorization: `Bearer ${key}` },
    });
    const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    while (!text.includes('\ndata:')) text += (await reader?.read())?.value ?? '';
    expect(answer.headers.get('content-type')).toContain('text/event-stream');
    expect(text).toMatch(/event: hello\nid: \d+:\d+\ndata: \{"watermark":/);
    await reader?.cancel();
  });

  it('ends with the session', async () => {
    const { page } = visitor;
    await page.click('#sign-out');
    await page.waitForURL('**/admin/sign-in');
    await page.goBack();
    await page.waitForURL('**/admin/sign-in?to=**');
  });
});
