import { until } from '../support/until.js';
import { aBusiness, type Business } from './support/business.js';
import { describeInBrowser, Visitor } from './support/browser.js';

const PHONE: Readonly<Record<string, string[]>> = {
  billing_payment: ['customerId', 'minor', 'status', 'createdAt'],
  billing_subscription: ['customerId', 'arrMinor', 'status', 'createdAt'],
  billing_invoice: ['customerId', 'totalMinor', 'status', 'createdAt'],
  webhooks_inbox: ['type', 'status', 'receivedAt'],
  customers_customer: ['name', 'email', 'stage', 'registeredAt'],
};

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
    await page.click('[data-act=replay] button');
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

  it('dismisses an event that was given up, with a reason that is kept', async () => {
    const { page } = visitor;
    const [row] = await business.app.database.query<{ id: string }>(
      `update webhooks_inbox set status = 'dead', last_error = 'TypeError: it has no lines'
       where seq = (select min(seq) from webhooks_inbox where status = 'done') returning id`,
    );
    await visitor.open(`/admin/resources/webhooks_inbox/records/${row?.id}/show`);
    await page.waitForSelector('[data-act=dismiss]');
    await visitor.shots('event-given-up');
    await page.fill('[data-act=dismiss] input', 'A test event of last year');
    await Promise.all([page.waitForEvent('load'), page.click('[data-act=dismiss] button')]);
    await page.waitForSelector('.state:text("dismissed")');
    expect(await page.innerText('section[aria-label=Dismissal]')).toMatch(
      /^A test event of last year\s+Given up, and dismissed by whoever signed in by the link of the start, \d+ \w+ \d{4}, /,
    );
    expect(await page.locator('[data-act=dismiss]').count()).toBe(0);
    expect(await page.locator('[data-act=replay]').count()).toBe(1);
    await visitor.shots('event-dismissed');
    await visitor.open('/admin/resources/webhooks_inbox?filters.status=dismissed');
    await page.waitForSelector('.record');
    expect(await page.locator('.record .state').allInnerTexts()).toEqual(['dismissed']);
    await visitor.open('/admin/resources/webhooks_inbox?filters.status=dead');
    expect(await page.locator('.nothing').innerText()).toContain('Nothing matches the filter');
    await page.click('.nothing a');
    await page.waitForSelector('.record');
    await visitor.open('/admin/resources/webhooks_endpoint');
    expect(await page.locator('.nothing').innerText()).toContain('POST /api/v1/webhooks/endpoints makes one');
    await visitor.shots('nothing-yet');

    const kept = await business.app.database.query('select reason, dismissed_by from webhooks_dismissal');
    expect(kept).toEqual([{ reason: 'A test event of last year', dismissed_by: expect.stringMatching(/^admin:/) }]);
    const dead = (await (await business.app.get('/api/v1/webhooks/dead-letters')).json()) as { data: object[] };
    expect(dead.data).toEqual([]);
    await business.app.database.query(`delete from webhooks_dismissal`);
    await business.app.database.query(`update webhooks_inbox set status = 'done' where id = $1`, [row?.id]);
    expect(visitor.complaints).toEqual([]);
  });

  it('turns an endpoint off and on, and shows a new secret once', async () => {
    const { page } = visitor;
    const made = await business.app.post('/api/v1/webhooks/endpoints', {
      url: 'https://example.com/hooks',
      event_types: ['billing.*'],
    });
    const { id, secret: first } = (await made.json()) as { id: string; secret: string };
    await visitor.open(`/admin/resources/webhooks_endpoint/records/${id}/show`);
    await page.click('[data-act=rotateSecret] button');
    const secret = await page.locator('[data-act=rotateSecret] output').innerText();
    await visitor.shots('endpoint');
    expect(secret).toMatch(/^whsec_/);
    expect(secret).not.toBe(first);

    await page.click('[data-act=disable] button');
    await page.waitForSelector('[data-act=enable]');
    expect(await page.locator('output').count()).toBe(0);
    expect(await page.locator('[data-act=replayFailed]').count()).toBe(0);
    const standing = await business.app.get(`/api/v1/webhooks/endpoints/${id}`);
    expect(await standing.json()).toMatchObject({ status: 'disabled', disabled_reason: 'by_hand' });

    await page.click('[data-act=enable] button');
    await page.waitForSelector('[data-act=disable]');
    expect(visitor.complaints).toEqual([]);
  });

  it('says in the words of the refusal why something cannot be done, and lets a call be decided', async () => {
    const { page } = visitor;
    const [call] = await business.app.database.query<{ id: string }>(
      `insert into billing_intent (id, provider, operation, subject, params, params_hash, idempotency_key, generation, state,
         planned_at, sent_at, correlation_id)
       values (gen_random_uuid(), 'stripe', 'refund.create', 'refund:' || gen_random_uuid(), '{}', '2:x', 'key', 1, 'unknown', now(), now(), gen_random_uuid())
       returning id`,
    );
    await visitor.open(`/admin/resources/billing_intent/records/${call?.id}/show`);
    await page.fill('[data-act=happened] input[name=result]', 're_nothing');
    await page.fill('[data-act=happened] input[name=reason]', 'A guess');
    await page.click('[data-act=happened] button');
    await page.waitForSelector('text=The provider has nothing under this id');
    await visitor.shots('call-unknown');

    await page.fill('[data-act=cameToNothing] input', 'Not in their log');
    await page.click('[data-act=cameToNothing] button');
    await page.waitForSelector('.state:text("failed")');
    expect(await page.locator('.acts').count()).toBe(0);
  });

  it('captures a part of what is held, and lets another hold go', async () => {
    const { page } = visitor;
    const held = async () => {
      const customer = (await (await business.app.get('/api/v1/revenue/customers?limit=1')).json()) as {
        data: { id: string }[];
      };
      const asked = { customer_id: customer.data[0]?.id, payment_method_id: 'pm_card_visa', capture: 'manual' };
      const answer = await business.app.post('/api/v1/revenue/payments', { ...asked, amount: 97, currency: 'usd' });
      return ((await answer.json()) as { id: string }).id;
    };
    const read = async (id: string) => (await business.app.get(`/api/v1/revenue/payments/${id}`)).json();

    const captured = await held();
    await visitor.open(`/admin/resources/billing_payment/records/${captured}/show`);
    await page.waitForSelector('text=visa ···· 4242');
    const asked = page.waitForEvent('dialog');
    const pressed = page.click('[data-act=capture] button');
    expect((await asked).message()).toMatch(/^Capture\? Takes all that is held/);
    await (await asked).dismiss();
    await pressed;
    expect(await read(captured)).toMatchObject({ status: 'requires_capture' });
    page.on('dialog', (dialog) => void dialog.accept());
    await page.fill('[data-act=capture] input', '97.01');
    await page.click('[data-act=capture] button');
    await page.waitForSelector('text=More is asked for than is held on the card.');
    await visitor.shots('payment-held');
    await page.fill('[data-act=capture] input', '40');
    await page.click('[data-act=capture] button');
    await page.waitForSelector('.state:text("succeeded")');
    expect(await read(captured)).toMatchObject({ status: 'succeeded', amount_captured: 40 });
    expect(await page.locator('.acts').count()).toBe(0);

    const released = await held();
    await visitor.open(`/admin/resources/billing_payment/records/${released}/show`);
    await page.click('[data-act=release] button');
    await page.waitForSelector('.state:text("canceled")');
    expect(await read(released)).toMatchObject({ status: 'canceled', amount_capturable: 0 });
    expect(visitor.complaints).toEqual([]);
  });

  it('lists who hears our events as the API does, with what they could not take', async () => {
    const { page } = visitor;
    const [event] = await business.app.database.query<{ id: string }>('select id from platform_event limit 1');
    await business.app.database.query(
      `insert into platform_parked_event values ('outbound', $1, 'payment:1', 3, now() + interval '1 day', 'TypeError: no lines')`,
      [event?.id],
    );
    await visitor.open('/admin/resources/platform_consumer');
    await page.waitForSelector('.record');
    await visitor.shots('consumers');
    const { data } = (await (await business.app.get('/api/v1/webhooks/consumers')).json()) as {
      data: { name: string; behind: number; parked: number }[];
    };
    const shown = await Promise.all(
      ['name', 'behind', 'parked'].map((name) => page.locator(`.record [data-property-name=${name}]`).allInnerTexts()),
    );
    expect(Object.fromEntries((shown[0] ?? []).map((name, at) => [name, [shown[1]?.[at], shown[2]?.[at]]]))).toEqual(
      Object.fromEntries(data.map(({ name, behind, parked }) => [name, [String(behind), String(parked)]])),
    );
    expect(data.find(({ name }) => name === 'outbound')?.parked).toBe(1);

    await page.click('.record .opens:has-text("outbound")');
    await page.waitForSelector('section[aria-label="parked events"] :text("payment:1")');
    await visitor.shots('consumer');
    await business.app.database.query('delete from platform_parked_event');
    expect(visitor.complaints).toEqual([]);
  });

  it.each(['billing_payment', 'billing_subscription', 'billing_invoice', 'webhooks_inbox', 'customers_customer'])(
    'lists %s on a phone as cards that hold what matters, and break no word',
    async (list) => {
      const { page } = visitor;
      await page.setViewportSize({ width: 390, height: 844 });
      await visitor.open(`/admin/resources/${list}`);
      await page.waitForSelector('.record td:visible');
      await visitor.shots(`phone-${list}`);
      await page.setViewportSize({ width: 390, height: 844 });
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
      await until(async () => /^\w+ · Revenue Engine$/.test(await page.title()), 60_000);
      const places = await page.evaluate<string[]>(
        `[...document.querySelector('.record').querySelectorAll('td[data-place]')].map((cell) => cell.dataset.propertyName)`,
      );
      expect(places).toEqual(expect.arrayContaining(PHONE[list] ?? []));
      // A word that is broken takes two lines where it needs one.
      const broken = await page.evaluate<string[]>(
        `[...document.querySelectorAll('.record :is(.state, time, .amount)')]
           .filter((part) => part.getClientRects().length > 1).map((part) => part.textContent)`,
      );
      expect(broken).toEqual([]);
      await page.setViewportSize({ width: 1440, height: 900 });
    },
  );

  it('names the columns of a list on one line each on a wide screen, also the one it is sorted by', async () => {
    const { page } = visitor;
    await page.setViewportSize({ width: 1440, height: 900 });
    await visitor.open('/admin/resources/webhooks_inbox?sortBy=attempts&direction=desc');
    await page.waitForSelector('thead th a');
    const lines = await page.evaluate<[string, number][]>(
      `[...document.querySelectorAll('thead th')].map((head) => {
         const range = document.createRange();
         range.selectNodeContents(head);
         return [head.textContent, new Set([...range.getClientRects()].map(({ bottom }) => Math.round(bottom))).size];
       })`,
    );
    const beyond = await page.evaluate<number>(
      `(() => {
         const table = document.querySelector('[data-css$="-table"]');
         return table.getBoundingClientRect().right - table.closest('section').getBoundingClientRect().right;
       })()`,
    );
    await visitor.shot('inbox-heads');
    expect(lines.filter(([, count]) => count > 1)).toEqual([]);
    expect(lines.map(([text]) => text)).toContain('Attempts ↓');
    expect(beyond).toBeLessThanOrEqual(0);
  });

  it('opens a record from its card, by a finger and by the keyboard', async () => {
    const { page } = visitor;
    await page.setViewportSize({ width: 390, height: 844 });
    const open = async () => {
      await visitor.open('/admin/resources/billing_payment');
      await page.waitForSelector('.record td:visible');
    };
    await open();
    await page.locator('.record [data-property-name=customerId]').first().click();
    await page.waitForURL('**/billing_payment/records/*/show');
    await open();
    await page.locator('.record .opens').first().press('Enter');
    await page.waitForURL('**/billing_payment/records/*/show');
    await page.setViewportSize({ width: 1440, height: 900 });
    expect(visitor.complaints).toEqual([]);
  });

  it('shows a customer by name, with what belongs to them', async () => {
    const { page } = visitor;
    await visitor.open('/admin/resources/customers_customer');
    await page.waitForSelector('tbody tr');
    await page.click('text=grace');
    await page.locator('.related table').nth(2).waitFor();
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
