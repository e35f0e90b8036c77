import { digitsOf } from '../../../kernel/currency.js';
import { list } from './lists.js';
import { HOME, rateOf } from './rates.js';
import { get, type Handler, type Route } from './routes.js';
import { rounded } from './prices/price-amount.js';
import type { Unit } from './unit.js';
import type { BalanceTransaction, Stored } from './wire.js';

const DAY = 86_400;

export interface Movement {
  readonly source: string;
  readonly type: BalanceTransaction['type'];
  /** What kind of movement reports show it as; its type unless given. */
  readonly category?: string;
  /** What Stripe takes for it beside the fee on a charge, in the account's currency; negative when it comes back. */
  readonly fee?: { readonly amount: number; readonly description: string };
  /** When it counts as available; else at once, and a charge the second midnight after. */
  readonly availableOn?: number;
  /** The money is there at once, not only the second midnight after. */
  readonly atOnce?: boolean;
  /** In the currency of what moved; negative when it leaves. */
  readonly amount: number;
  readonly currency: string;
  readonly description?: string | null;
}

/** Writes a movement of the account's money down. A charge costs 2.9 % and 30 cents and is available the second midnight after. */
export function book(unit: Unit, movement: Movement): BalanceTransaction {
  const { amount, currency, rate } = settled(movement.amount, movement.currency);
  const fee = feeOf(movement, amount);
  const waits = movement.type === 'charge' && !movement.atOnce;
  const available = movement.availableOn ?? (waits ? Math.floor(unit.at / DAY) * DAY + 2 * DAY : unit.at);
  if (waits) unit.due('balance.available', String(available), available);
  else if (movement.atOnce) unit.due('balance.told', String(unit.at), unit.at);
  return unit.add({
    id: unit.id('txn'),
    object: 'balance_transaction',
    amount,
    available_on: available,
    balance_type: 'payments',
    created: unit.at,
    currency,
    description: movement.description ?? null,
    exchange_rate: rate,
    fee: fee.amount,
    fee_details: fee.amount === 0 ? [] : [feeDetail(fee, currency)],
    net: amount - fee.amount,
    reporting_category: movement.category ?? movement.type,
    source: movement.source,
    status: 'pending',
    type: movement.type,
  });
}

function feeOf({ type, fee }: Movement, amount: number): { amount: number; description: string } {
  if (fee) return fee;
  return { amount: type === 'charge' ? feeOn(amount) : 0, description: 'Stripe processing fees' };
}

function feeOn(amount: number): number {
  return rounded((amount * 29) / 1000) + 30;
}

function feeDetail(
  { amount, description }: { amount: number; description: string },
  currency: string,
): BalanceTransaction['fee_details'][number] {
  return { amount, application: null, currency, description, type: 'stripe_fee' };
}

function settled(amount: number, currency: string): { amount: number; currency: string; rate: number | null } {
  if (currency === HOME) return { amount, currency, rate: null };
  const rate = rateOf(currency);
  return { amount: rounded(amount * 10 ** (digitsOf(HOME) - digitsOf(currency)) * rate), currency: HOME, rate };
}

const retrieveBalance: Handler = async (unit) => balanceAt(unit);

interface Sum {
  currency: string;
  available: number;
  pending: number;
}

/** What the account holds: the sum of all its movements, those of this very act included. */
async function balanceAt(unit: Unit): Promise<object> {
  const all = await sumsAt(unit);
  const side = (name: 'available' | 'pending') =>
    all.map((sum) => ({ amount: sum[name], currency: sum.currency, source_types: { card: sum[name] } }));
  return { object: 'balance', available: side('available'), livemode: false, pending: side('pending') };
}

/** What could leave the account now. */
export async function availableAt(unit: Unit, currency: string): Promise<number> {
  return (await sumsAt(unit)).find((sum) => sum.currency === currency)?.available ?? 0;
}

async function sumsAt(unit: Unit): Promise<Sum[]> {
  const sums = new Map<string, Sum>((await written(unit)).map((sum) => [sum.currency, sum]));
  for (const { currency, net, available_on: on } of unit.unwritten('balance_transaction')) {
    const sum = sums.get(currency) ?? { currency, available: 0, pending: 0 };
    sum[on <= unit.at ? 'available' : 'pending'] += net;
    sums.set(currency, sum);
  }
  return sums.size === 0 ? [{ currency: HOME, available: 0, pending: 0 }] : [...sums.values()];
}

async function written(unit: Unit): Promise<Sum[]> {
  const rows = await unit.store.sql.query<{ currency: string; available: string; pending: string }>(
    // Each is read once: `data ->> 'net'` reads the whole text again for each field.
    `select currency, coalesce(sum(net) filter (where available_on <= $1), 0)::text as available,
       coalesce(sum(net) filter (where available_on > $1), 0)::text as pending
     from stripe_sandbox.object, json_to_record(data) as movement(currency text, net bigint, available_on bigint)
     where type = 'balance_transaction' group by 1 order by 1`,
    [unit.at],
  );
  return rows.map((row) => ({ ...row, available: Number(row.available), pending: Number(row.pending) }));
}

/** Told once for each day on which money becomes available. */
export async function announceAvailable(unit: Unit): Promise<void> {
  unit.tell('balance.available', (await balanceAt(unit)) as Stored);
}

const retrieve: Handler = async (unit, _params, id = '') => unit.get('balance_transaction', id);

const all: Handler = async (unit, params) =>
  list(unit, params, {
    kind: 'balance_transaction',
    url: '/v1/balance_transactions',
    filters: { source: 'parent', type: 'peer' },
    where: (given, value) => {
      const [currency, payout] = [given.currency(), given.text('payout')];
      return [
        ...(currency === undefined ? [] : [`data ->> 'currency' = ${value(currency)}`]),
        ...(payout === undefined ? [] : [`status = ${value(payout)}`]),
      ];
    },
  });

export const balance: readonly Route[] = [
  get('/v1/balance', retrieveBalance),
  get('/v1/balance_transactions', all),
  get('/v1/balance_transactions/{id}', retrieve),
];
