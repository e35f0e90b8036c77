import { live, yearly, type Customer, type Model } from './model.js';
import type { World } from './world.js';

interface Seen {
  readonly payments: readonly { id: string; minor: number; refunded: number }[];
  readonly subscriptions: readonly {
    id: string;
    status: string;
    seats: number;
    isPaused: boolean;
    isEnding: boolean;
  }[];
  readonly disputes: readonly { id: string; status: string }[];
}

/** Engine, provider and model say the same of every customer of a run; every proof holds; counts are the provider's own. */
export async function verifyAll(model: Model, world: World, isEverythingProved = true): Promise<void> {
  await world.calm();
  for (const customer of model.customers) {
    const [ours, theirs] = [await engineOf(customer, world), await providerOf(customer, world)];
    expect(ours).toEqual({ ...theirs, yearly: ours.yearly });
    expect(told(ours, model)).toEqual(agreed(model, customer));
  }
  for (const customer of model.customers) if (customer.forgotten) await isForgotten(customer, world);
  if (isEverythingProved) expect(await world.violations()).toEqual([]);
  expect(await booked(world)).toEqual(await counted(world));
  await leave(model, world);
}

/** The engine's values of what is subscribed to, beside what both sides say. */
interface Told extends Seen {
  readonly yearly: Readonly<Record<string, number>>;
}

/** Done, and gone at the provider too. */
async function isForgotten({ forgotten, providerId }: Customer, world: World): Promise<void> {
  expect(await world.read(`/data-requests/${forgotten}`)).toMatchObject({ state: 'done' });
  expect(await world.app.stripe.customers.retrieve(providerId)).toMatchObject({ deleted: true });
}

async function engineOf({ id, card }: Customer, world: World): Promise<Told> {
  const payments = await world.list(`/payments?customer_id=${id}&status=succeeded&limit=100`);
  const subscriptions = await world.list(`/subscriptions?customer_id=${id}&limit=100`);
  const disputes: Record<string, unknown>[] = [];
  if (card === 'disputed')
    for (const payment of payments)
      disputes.push(...(await world.list(`/disputes?payment_id=${String(payment['id'])}`)));
  return {
    yearly: Object.fromEntries(
      subscriptions.map(({ provider_id, arr }) => [provider_id, Math.round(Number(arr) * 100)]),
    ),
    disputes: sorted(disputes.map(({ provider_id, status }) => ({ id: String(provider_id), status: String(status) }))),
    payments: sorted(
      payments.map(({ provider_id, amount, amount_refunded }) => ({
        id: String(provider_id),
        minor: Math.round(Number(amount) * 100),
        refunded: Math.round(Number(amount_refunded) * 100),
      })),
    ),
    subscriptions: sorted(
      subscriptions.map(({ provider_id, status, items, pause, cancel_at, ended_at }) => ({
        id: String(provider_id),
        status: String(status),
        seats: Number((items as { quantity: number }[])[0]?.quantity),
        isPaused: pause !== null,
        isEnding: cancel_at !== null && ended_at === null,
      })),
    ),
  };
}

async function providerOf({ providerId: customer, card }: Customer, { app: { stripe } }: World): Promise<Seen> {
  const intents = await stripe.paymentIntents.list({ customer, limit: 100, expand: ['data.latest_charge'] });
  const subscriptions = await stripe.subscriptions.list({ customer, status: 'all', limit: 100 });
  const disputes: { id: string; status: string }[] = [];
  if (card === 'disputed')
    for (const { id } of intents.data) disputes.push(...(await stripe.disputes.list({ payment_intent: id })).data);
  return {
    disputes: sorted(disputes.map(({ id, status }) => ({ id, status }))),
    payments: sorted(
      intents.data
        .filter(({ status }) => status === 'succeeded')
        .map(({ id, amount_received, latest_charge }) => {
          const { amount_refunded } = latest_charge as { amount_refunded: number };
          return { id, minor: amount_received, refunded: amount_refunded };
        }),
    ),
    subscriptions: sorted(
      subscriptions.data.map(({ id, status, items, pause_collection, cancel_at_period_end, ended_at }) => ({
        id,
        status,
        seats: items.data[0]?.quantity ?? 0,
        isPaused: pause_collection !== null,
        isEnding: cancel_at_period_end && ended_at === null,
      })),
    ),
  };
}

/** What the model can know: payments made by us, and what was agreed of subscriptions that still run. */
function agreed({ payments, subscriptions }: Model, customer: Customer) {
  const ours = payments.filter((one) => one.customer === customer);
  return {
    refunded: ours.reduce((sum, { refunded }) => sum + refunded, 0),
    subscriptions: sorted(
      subscriptions
        .filter((one) => one.customer === customer)
        .map((one) => {
          const { providerId: id, isOver, seats, isPaused, isEnding } = one;
          return isOver ? { id, isOver } : { id, isOver, seats, isPaused, isEnding, yearly: yearly(one) };
        }),
    ),
    disputes: sorted(ours.flatMap(({ dispute }) => dispute ?? [])),
  };
}

function told({ payments, subscriptions, disputes, yearly: values }: Told, model: Model) {
  const answered = new Set(model.payments.map(({ dispute }) => dispute?.id));
  return {
    refunded: payments.reduce((sum, { refunded }) => sum + refunded, 0),
    subscriptions: subscriptions.map(({ id, status, seats, isPaused, isEnding }) =>
      status === 'canceled'
        ? { id, isOver: true }
        : { id, isOver: false, seats, isPaused, isEnding, yearly: values[id] },
    ),
    disputes: disputes.filter(({ id }) => answered.has(id)),
  };
}

/** By the books: how many charges and refunds stand, and what the provider holds for us. */
async function booked({ app }: World) {
  const [row] = await app.database.query<{ charges: string; refunds: string }>(
    `select count(*) filter (where rule = 'payment.received') as charges,
            count(*) filter (where rule = 'refund.sent') as refunds
       from ledger_journal j where reverses is null and not exists (select from ledger_journal r where r.reverses = j.id)`,
  );
  const [balance] = await app.database.query<{ minor: string }>(
    `select coalesce(sum(minor), 0)::text as minor from ledger_entry where account = 'stripe_balance' and currency = 'usd'`,
  );
  return { charges: Number(row?.charges), refunds: Number(row?.refunds), balance: Number(balance?.minor) };
}

async function counted({ app: { database, stripe } }: World) {
  const [row] = await database.query<{ charges: string; refunds: string }>(
    `select count(*) filter (where type = 'charge' and data ->> 'status' = 'succeeded') as charges,
            count(*) filter (where type = 'refund') as refunds from stripe_sandbox.object`,
  );
  const { available, pending } = await stripe.balance.retrieve();
  const held = [...available, ...pending].reduce((sum, { amount }) => sum + amount, 0);
  return { charges: Number(row?.charges), refunds: Number(row?.refunds), balance: held };
}

/** The next run finds nobody of this one subscribed. */
async function leave(model: Model, { app }: World): Promise<void> {
  for (const { providerId } of live(model)) await app.stripe.subscriptions.cancel(providerId);
}

function sorted<T extends { readonly id: string }>(things: readonly T[]): T[] {
  return things.toSorted((a, b) => (a.id < b.id ? -1 : 1));
}
