import { RangeReplays } from '../../src/modules/webhooks/inbox/range-replays.js';
import { Folds, type Fold } from '../../src/modules/webhooks/index.js';
import { Proofs } from '../../src/platform/ops/proofs.js';
import { startApp, type TestApp } from '../support/app.js';
import { signed } from '../webhooks/intake-app.js';

interface Told {
  readonly id: string;
  readonly type: string;
  readonly data: {
    readonly object: { readonly id: string; readonly object: string; readonly payment_intent?: string };
  };
}

/** What one payment of 97.00 in euros, settled in dollars, is told by. */
interface Story {
  readonly intent: string;
  readonly told: readonly Told[];
}

const PARTS = ['payment_intent.succeeded', 'charge.succeeded', 'of the charge', 'of what came after'] as const;
type Part = (typeof PARTS)[number];

/** A program that hears of payments by hand only, so that each event comes when the story says. */
class ByHand {
  private readonly told: Told[] = [];
  private app!: TestApp;

  async open(): Promise<TestApp> {
    const send = async (_url: string, { body }: { body: string }): Promise<number> => {
      this.told.push(JSON.parse(body) as Told);
      return 200;
    };
    this.app = await startApp({ sandbox: { send } });
    return this.app;
  }

  /** Payments are made, and nothing is heard of them but whose they are. */
  async payments(count: number, card: string, after: (intent: string) => Promise<unknown>): Promise<Story[]> {
    const { stripe } = this.app;
    const intents: string[] = [];
    for (let made = 0; made < count; made += 1) {
      const customer = await stripe.customers.create({ email: `euros-${card}-${made}@example.com` });
      const { id: payment_method } = await stripe.paymentMethods.attach(card, { customer: customer.id });
      const pay = { amount: 9700, currency: 'eur', customer: customer.id, payment_method, confirm: true };
      const { id } = await stripe.paymentIntents.create({ ...pay, off_session: true });
      await this.app.sandbox.advance({ by: 'PT1H' });
      await after(id);
      intents.push(id);
    }
    await this.app.sandbox.deliver();
    for (const event of this.told.filter(({ type }) => type === 'customer.created')) await this.hear(event);
    const { data: movements } = await stripe.balanceTransactions.list({ limit: 100 });
    const moved = movements.map((movement) => movedBy(movement as unknown as Told['data']['object']));
    return intents.map((intent) => storyOf(intent, [...this.told, ...moved]));
  }

  /** Twice, and folded at once. */
  async hear(event: Told): Promise<void> {
    const body = JSON.stringify(event);
    const [secret = ''] = this.app.config.stripe.webhookSecrets;
    const signature = signed(Buffer.from(body), secret, this.app.sandbox.clock.wall());
    const headers = { 'stripe-signature': signature, 'content-type': 'application/json' };
    for (const status of [200, 200])
      expect(await fetch(`${this.app.url}/webhooks/stripe`, { method: 'POST', body, headers })).toMatchObject({
        status,
      });
    await this.app.settle();
  }

  /** What stands of each, without the names of its objects. */
  async booksOf({ told }: Story): Promise<string[]> {
    const ids = new Set(told.map(({ data }) => data.object.id));
    const rows = await this.app.database.query<{ line: string }>(
      `select concat_ws(' ', j.rule, e.account, e.currency, sum(e.minor)) as line
       from ledger_journal j join ledger_entry e on e.journal_id = j.id where j.fact_id = any($1::text[])
       group by j.rule, e.account, e.currency having sum(e.minor) <> 0 order by 1`,
      [[...ids]],
    );
    return rows.map(({ line }) => line);
  }
}

function movedBy(object: Told['data']['object']): Told {
  return { ...observedAt(object), id: `evt_${object.id}`, type: 'balance_transaction.seen', data: { object } };
}

function observedAt(object: object): object {
  return { object: 'event', livemode: false, created: (object as { created: number }).created };
}

function storyOf(intent: string, all: readonly Told[]): Story {
  const own = all.filter(({ data: { object } }) => object.id === intent || object.payment_intent === intent);
  const ids = new Set(own.map(({ data }) => data.object.id));
  const moved = all.filter(({ data: { object } }) => ids.has((object as unknown as { source: string }).source));
  return { intent, told: [...own, ...moved] };
}

function partOf({ type, data: { object } }: Told): Part | undefined {
  if (object.object === 'balance_transaction')
    return (object as unknown as { type: string }).type === 'charge' ? 'of the charge' : 'of what came after';
  if (object.object === 'refund' || object.object === 'dispute') return 'of what came after';
  return PARTS.find((part) => part === type);
}

function arrival({ told }: Story, order: readonly Part[]): Told[] {
  return order.flatMap((part) => told.filter((event) => partOf(event) === part).toReversed());
}

function ordersOf(parts: readonly Part[]): Part[][] {
  if (parts.length < 2) return [[...parts]];
  return parts.flatMap((first) => ordersOf(parts.filter((part) => part !== first)).map((rest) => [first, ...rest]));
}

describe('what is paid in euros and settled in dollars', () => {
  let hand: ByHand;
  let app: TestApp;

  beforeEach(async () => {
    hand = new ByHand();
    app = await hand.open();
  });
  afterEach(() => app.close());

  const heard = async (stories: readonly Story[], orders: readonly (readonly Part[])[]): Promise<Set<string>> => {
    const books = new Set<string>();
    for (const [at, story] of stories.entries()) {
      for (const event of arrival(story, orders[at] ?? [])) await hand.hear(event);
      books.add((await hand.booksOf(story)).join('\n'));
    }
    return books;
  };
  const refunded = (payment_intent: string) => app.stripe.refunds.create({ payment_intent, amount: 2000 });

  it('gives the same books in whatever order it is heard of, twice each', async () => {
    const orders = ordersOf(PARTS);
    const books = await heard(await hand.payments(orders.length, 'pm_card_visa', refunded), orders);

    expect([...books].map((one) => one.split('\n'))).toEqual([
      expect.arrayContaining([
        'balance.charge clearing:payments eur -9700',
        'balance.charge fx_position eur 9700',
        'balance.refund clearing:refunds eur 2000',
        'balance.refund fx_position eur -2000',
      ]),
    ]);
    const open = await app.database.query(
      `select match_key from ledger_entry where account like 'clearing:%' group by 1, account, currency having sum(minor) <> 0`,
    );
    expect(open).toEqual([]);
    expect(await app.database.query(`select id from webhooks_inbox where status <> 'done'`)).toEqual([]);
    expect((await app.nest.get(Proofs).run(['P1', 'P3', 'P4', 'P8'])).filter(({ ok }) => !ok)).toEqual([]);
  }, 240_000);

  it('is booked as it is while its payment is not known, and says what it waits for', async () => {
    const [story] = await hand.payments(1, 'pm_card_visa', async () => undefined);
    const [movement] = story?.told.filter((event) => partOf(event) === 'of the charge') ?? [];
    if (!story || !movement) throw new Error('Nothing moved.');
    await hand.hear(movement);

    expect(await hand.booksOf(story)).toContainEqual(expect.stringMatching(/^balance\.charge clearing:payments usd -/));
    const { source } = movement.data.object as unknown as { source: string };
    expect(await app.database.query(`select status, waiting_on from webhooks_inbox where status <> 'done'`)).toEqual([
      { status: 'waiting', waiting_on: `stripe:self:charge:${source}` },
    ]);
  });

  it('and so does what is disputed of it', async () => {
    const orders = [PARTS, [...PARTS].toReversed()];
    const disputed = async () => app.sandbox.advance({ by: 'PT2H' });
    const books = await heard(await hand.payments(2, 'pm_card_createDispute', disputed), orders);

    expect([...books].map((one) => one.split('\n'))).toEqual([
      expect.arrayContaining(['balance.dispute clearing:disputes eur 9700', 'balance.dispute fx_position eur -9700']),
    ]);
  }, 120_000);

  it('would not, were a movement taken for what it looked like when it came; heard of again, it is put right', async () => {
    const folds = app.nest.get(Folds, { strict: false });
    const real = folds.of('stripe:self:balance_transaction:txn') as Fold;
    folds.register(onceOnly(real));
    const stories = await hand.payments(2, 'pm_card_visa', refunded);
    expect(await heard(stories, [PARTS, [...PARTS].toReversed()])).toHaveProperty('size', 2);

    folds.register(real);
    const range = { from: '2026-01-01T00:00:00Z', to: '2100-01-01T00:00:00Z' };
    const asked = await app.post('/api/v1/webhooks/replays', {
      ...range,
      status: ['done'],
      types: ['charge.succeeded'],
    });
    expect(asked.status).toBe(201);
    await app.nest.get(RangeReplays, { strict: false }).goOn();
    await app.settle();
    expect(new Set(await Promise.all(stories.map(async (one) => (await hand.booksOf(one)).join())))).toHaveProperty(
      'size',
      1,
    );
  }, 120_000);
});

/** The broken twin: what stands once is never looked at again. */
function onceOnly(real: Fold): Fold {
  return {
    provider: real.provider,
    objects: real.objects,
    fold: async (claims) => {
      await real.fold(claims.filter(({ refold }) => refold !== true));
      return new Map(claims.map(({ objectKey }) => [objectKey, { kind: 'done', changed: true }]));
    },
  };
}
