import fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import { live, paidBy, pick, present, type Card, type Customer, type Model, type Subscription } from './model.js';
import type { Answered, World } from './world.js';

export type Step = fc.AsyncCommand<Model, World>;

/** How often each was carried out, over all runs. */
export const carriedOut = new Map<string, number>();

/** A step under a name that says what it does; what it needs of the model comes first. */
export function step(
  name: string,
  needs: (model: Model) => boolean,
  act: (model: Model, world: World) => Promise<void>,
): Step {
  const [kind = name] = name.split(' ');
  return {
    check: needs,
    run: async (model, world) => {
      carriedOut.set(kind, (carriedOut.get(kind) ?? 0) + 1);
      await act(model, world);
    },
    toString: () => name,
  };
}

const small = fc.nat({ max: 7 });
const always = (): boolean => true;
const someCustomer = (model: Model): boolean => present(model).length > 0;
const someGood = (model: Model): boolean => present(model, 'good').length > 0;
const someLive = (model: Model): boolean => live(model).length > 0;

const CARDS = {
  good: 'pm_card_visa',
  bad: 'pm_card_chargeCustomerFail',
  disputed: 'pm_card_createDispute',
} as const;

export const creating = (card: Card): Step =>
  step(
    `CreateCustomer ${card}`,
    ({ customers }) => customers.length < 3,
    async ({ customers }, world) => {
      const email = `${randomUUID()}@example.com`;
      const made = await world.persist('POST', '/customers', { email, name: 'Ada Ltd' }, randomUUID());
      must(made, 201);
      const id = String(made.body['id']);
      const method = { payment_method_id: CARDS[card] };
      must(await world.persist('POST', `/customers/${id}/payment-methods`, method, randomUUID()), 201);
      const { stripe_customer_id: providerId } = await world.read(`/customers/${id}`);
      customers.push({ id, providerId: String(providerId), card });
    },
  );

export const paying = (who: number, minor: number): Step =>
  step(`Pay ${who} ${minor}`, someCustomer, async (model, world) => {
    const customer = pick(present(model), who);
    await paid(model, customer, minor, await world.persist('POST', '/payments', order(customer, minor), randomUUID()));
  });

/** The same call once more is the same answer; another under its key is refused. */
const payTwice = fc.tuple(small, fc.integer({ min: 100, max: 99_999 })).map(([who, minor]) =>
  step(`PayTwice ${who} ${minor}`, someCustomer, async (model, world) => {
    const [customer, key] = [pick(present(model), who), randomUUID()];
    const first = await world.persist('POST', '/payments', order(customer, minor), key);
    const again = await world.persist('POST', '/payments', order(customer, minor), key);
    expect([again.status, again.body['payment_id']]).toEqual([first.status, first.body['payment_id']]);
    expect((await world.persist('POST', '/payments', order(customer, minor + 1), key)).status).toBe(422);
    await paid(model, customer, minor, first);
  }),
);

export const refunding = (which: number, percent: number): Step =>
  step(
    `Refund ${which} ${percent}%`,
    (model) => paidBy(model, 'good').length > 0,
    async (model, world) => {
      const payment = pick(paidBy(model, 'good'), which);
      const minor = Math.max(1, Math.floor((payment.minor * percent) / 100));
      const answered = await world.persist(
        'POST',
        `/payments/${payment.id}/refunds`,
        { amount: major(minor) },
        randomUUID(),
      );
      const isTooMuch = payment.refunded + minor > payment.minor;
      must(answered, isTooMuch ? 409 : 201);
      if (!isTooMuch) payment.refunded += minor;
    },
  );

const subscribe = fc.tuple(small, small, fc.integer({ min: 1, max: 3 })).map(([who, plan, seats]) =>
  step(
    `Subscribe ${who} ${plan} ${seats}`,
    (model) => someGood(model) && live(model).length < 4,
    async (model, world) => {
      const customer = pick(present(model, 'good'), who);
      const { id: price_id, minor } = pick(world.prices, plan);
      const body = {
        customer_id: customer.id,
        price_id,
        quantity: seats,
        allow_parallel: true,
      };
      const answered = await world.persist('POST', '/subscriptions', body, randomUUID());
      must(answered, 201);
      const [id, providerId] = [String(answered.body['id']), String(answered.body['provider_id'])];
      const state = { seats, percentOff: 0, isPaused: false, isEnding: false, isOver: false };
      model.subscriptions.push({ id, providerId, customer, minor, ...state });
    },
  ),
);

const changeSeats = fc.tuple(small, fc.integer({ min: 1, max: 4 })).map(([which, seats]) =>
  onSubscription(`ChangeSeats ${which} ${seats}`, which, async (subscription, world) => {
    const path = `/subscriptions/${subscription.id}/plan`;
    must(await world.persist('PUT', path, { quantity: seats, proration: 'next_invoice' }, randomUUID()), 200);
    subscription.seats = seats;
  }),
);

const cancelAtEnd = small.map((which) =>
  onSubscription(`CancelAtEnd ${which}`, which, async (subscription, world) => {
    const path = `/subscriptions/${subscription.id}/cancellation`;
    must(await world.persist('PUT', path, { at: 'period_end' }, randomUUID()), 200);
    subscription.isEnding = true;
  }),
);

const keepOn = small.map((which) =>
  onSubscription(`KeepOn ${which}`, which, async (subscription, world) => {
    must(await world.persist('DELETE', `/subscriptions/${subscription.id}/cancellation`, {}, randomUUID()), 200);
    subscription.isEnding = false;
  }),
);

const cancelNow = small.map((which) =>
  onSubscription(`CancelNow ${which}`, which, async (subscription, world) => {
    const path = `/subscriptions/${subscription.id}/cancellation`;
    const { status } = await world.persist('PUT', path, { at: 'now' }, randomUUID());
    // Asked again after its answer was lost, it may be told that it is over already.
    expect([200, 409]).toContain(status);
    subscription.isOver = true;
  }),
);

/** By somebody in the provider's own dashboard: we only hear of it. */
const pausedThere = fc.tuple(small, fc.boolean()).map(([which, isPaused]) =>
  onSubscription(`${isPaused ? 'PausedThere' : 'ResumedThere'} ${which}`, which, async (subscription, world) => {
    const pause_collection = isPaused ? { behavior: 'void' as const } : '';
    await world.there((stripe) => stripe.subscriptions.update(subscription.providerId, { pause_collection }));
    subscription.isPaused = isPaused;
  }),
);

const seatsThere = fc.tuple(small, fc.integer({ min: 1, max: 4 })).map(([which, seats]) =>
  onSubscription(`SeatsThere ${which} ${seats}`, which, async (subscription, world) => {
    await world.there(async (stripe) => {
      const { items } = await stripe.subscriptions.retrieve(subscription.providerId);
      const change = [{ id: items.data[0]?.id ?? '', quantity: seats }];
      await stripe.subscriptions.update(subscription.providerId, { items: change, proration_behavior: 'none' });
    });
    subscription.seats = seats;
  }),
);

const couponThere = fc.tuple(small, fc.nat({ max: 1 })).map(([which, coupon]) =>
  onSubscription(`CouponThere ${which} ${coupon}`, which, async (subscription, world) => {
    const { id, percentOff } = pick(world.coupons, coupon);
    await world.there((stripe) =>
      stripe.subscriptions.update(subscription.providerId, { discounts: [{ coupon: id }] }),
    );
    subscription.percentOff = percentOff;
  }),
);

/** Whatever falls due meanwhile is told at once: the engine hears of it when it next looks. */
const advance = fc.constantFrom(1, 1, 2, 5, 32).map((days) =>
  step(`AdvanceClock ${days}d`, always, async (model, { app }) => {
    await app.sandbox.advance({ by: `P${days}D` });
    for (const subscription of live(model)) {
      const { status } = await app.stripe.subscriptions.retrieve(subscription.providerId);
      subscription.isOver = status === 'canceled';
    }
  }),
);

const amount = fc.integer({ min: 100, max: 99_999 });
const createCustomer = fc.constantFrom<Card>('good', 'good', 'good', 'bad', 'disputed').map(creating);
const pay = fc.tuple(small, amount).map(([who, minor]) => paying(who, minor));
const refund = fc.tuple(small, fc.integer({ min: 1, max: 120 })).map(([which, percent]) => refunding(which, percent));

export const business: readonly fc.Arbitrary<Step>[] = [
  ...[createCustomer, createCustomer, pay, payTwice, refund, refund, subscribe, subscribe],
  ...[changeSeats, cancelAtEnd, keepOn, cancelNow, pausedThere, seatsThere, couponThere, advance],
];

function onSubscription(
  name: string,
  which: number,
  act: (subscription: Subscription, world: World) => Promise<void>,
): Step {
  return step(name, someLive, async (model, world) => {
    await act(pick(live(model), which), world);
  });
}

async function paid(model: Model, customer: Customer, minor: number, answered: Answered): Promise<void> {
  must(answered, customer.card === 'bad' ? 402 : 201);
  if (customer.card === 'bad') return;
  model.payments.push({ id: String(answered.body['id']), customer, minor, refunded: 0 });
}

function order({ id }: Customer, minor: number): object {
  return { customer_id: id, amount: major(minor), currency: 'usd' };
}

function major(minor: number): number {
  return minor / 100;
}

export function must({ status, body }: Answered, expected: number): void {
  if (status !== expected) throw new Error(`Answered ${status}, not ${expected}: ${JSON.stringify(body)}`);
}
