import { Logger } from '@nestjs/common';
import { decideAtDeadline, endReview } from './disputes/deciding.js';
import { openDispute } from './disputes/opening.js';
import { warnOfFraud } from './disputes/early-fraud-warnings.js';
import { onAvailable, payOutDaily } from './payouts/automatic.js';
import { expireAuthorization } from './payment-intents.js';
import { arrive, reconcile, send } from './payouts/travelling.js';
import { removeClock } from './test-clocks/test-clocks.js';
import type { DueRow } from './store.js';
import { announceAvailable } from './balance.js';
import type { Unit } from './unit.js';
import type { Stored, Subscription } from './wire.js';
import {
  announceRenewal,
  closeAtTime,
  endPeriod,
  lapse,
  lapseUpdate,
  noticeTrial,
  resumeCollection,
} from './subscription-time.js';
import { lapseResume } from './subscription-pausing.js';
import { finalizeOnTime, noticeDue, passDue, retryOnTime } from './invoice-time.js';
import { noticeEnd, turnPhase } from './schedules/schedule-time.js';
import { failRefund, settleRefund } from './refunds.js';
import { expireOnTime } from './checkout/sessions.js';
import { expireCoupon } from './coupons/coupons.js';
import { endDiscount } from './coupons/discounts.js';
import { expirePromotionCode } from './coupons/promotion-codes.js';

type Act = (unit: Unit, ref: string) => Promise<void>;

/** What time does by itself. At one instant the kinds act in the order of their names. */
const ACTS: Readonly<Record<string, Act>> = {
  'authorization.expire': expireAuthorization,
  'balance.available': onAvailable,
  'balance.told': announceAvailable,
  'checkout.expire': expireOnTime,
  'coupon.expire': expireCoupon,
  'discount.end': endDiscount,
  'invoice.finalize': finalizeOnTime,
  'invoice.notice': noticeDue,
  'invoice.overdue': passDue,
  'invoice.retry': retryOnTime,
  'promotion_code.expire': expirePromotionCode,
  'dispute.deadline': decideAtDeadline,
  'dispute.decide': endReview,
  'dispute.open': openDispute,
  'fraud.warn': warnOfFraud,
  'payout.arrive': arrive,
  'payout.daily': payOutDaily,
  'payout.reconcile': reconcile,
  'payout.send': send,
  'refund.fail': failRefund,
  'refund.settle': settleRefund,
  'schedule.notice': noticeEnd,
  'schedule.phase': turnPhase,
  'subscription.cancel': closeAtTime,
  'subscription.lapse': lapse,
  'subscription.lapse_resume': lapseResume,
  'subscription.lapse_update': lapseUpdate,
  'subscription.notice': noticeTrial,
  'subscription.period': endPeriod,
  'subscription.resume': resumeCollection,
  'subscription.upcoming': announceRenewal,
  'test_clock.delete': async (unit, id) => void (await removeClock(unit, id)),
};

/** Beyond this many acts the rest waits for the next transaction, so that none grows without bound. */
const MOST = 1_000;

const log = new Logger('sandbox');

/**
 * Acts on what is due up to an instant in its order, each at its own time; answers up to when all has been done. What
 * is refused, because what it was about is gone perhaps, leaves nothing but a line in the log: time goes on without it.
 */
export async function actOnDue(unit: Unit, rows: readonly DueRow[], until: number): Promise<number> {
  await bringIn(unit, rows);
  for (const { kind, ref, due_at } of rows) unit.due(kind, ref, due_at);
  for (let acts = 0; acts < MOST; acts += 1) {
    const next = first(unit, until);
    if (!next) return until;
    unit.at = next.due_at;
    unit.undue(next.kind, next.ref);
    const refused = await unit.attempt(async () => ACTS[next.kind]?.(unit, next.ref));
    if (refused) log.warn(`${next.kind} of ${next.ref} was passed over: ${refused.message}`);
  }
  return unit.at;
}

function first(unit: Unit, until: number): DueRow | undefined {
  let best: DueRow | undefined;
  for (const due of unit.agenda.values()) {
    if (!due.undone && due.due_at <= until && (!best || isBefore(due, best))) best = due;
  }
  return best && { ...best };
}

function isBefore(a: DueRow, b: DueRow): boolean {
  if (a.due_at !== b.due_at) return a.due_at < b.due_at;
  return a.kind === b.kind ? a.ref < b.ref : a.kind < b.kind;
}

/** What nearly every act asks for, and is mostly not there. */
const USUAL = ['sandbox_settings', 'sandbox_payout_schedule'];

/** Loads what the acts will ask for in a few statements instead of a few for each. */
async function bringIn(unit: Unit, rows: readonly DueRow[]): Promise<void> {
  if (rows.length === 0) return;
  const refs = rows.map(({ ref }) => ref);
  await unit.load([...refs, ...USUAL]);
  const customers = new Set<string>();
  const near = refs.flatMap((ref) => {
    const object = unit.peek(ref) as Record<string, unknown> | undefined;
    if (typeof object?.['customer'] === 'string') customers.add(object['customer']);
    return [object?.['customer'], object?.['default_payment_method'], object?.['latest_invoice'], parentOf(object)];
  });
  const around = near.filter((id) => typeof id === 'string');
  await unit.load(around);
  const methods = [...around, ...[...customers].map((id) => defaultMethod(unit.peek(id)))];
  const scripts = methods.flatMap((id) => (id?.startsWith('pm_') ? [`script_${id}`] : []));
  await unit.load([...methods, ...scripts, ...[...refs, ...around].flatMap((id) => namedBy(unit.peek(id)))]);
  await unit.preload('invoiceitem', 'customer', [...customers]);
  await unit.preload(
    'invoice_payment',
    'parent',
    refs.filter((ref) => ref.startsWith('in_')),
  );
}

interface Invoiced {
  parent?: { subscription_details?: { subscription?: string } | null } | null;
}

function parentOf(object: unknown): string | undefined {
  return (object as Invoiced | undefined)?.parent?.subscription_details?.subscription;
}

function defaultMethod(customer: unknown): string | null | undefined {
  return (customer as { invoice_settings?: { default_payment_method?: string | null } } | undefined)?.invoice_settings
    ?.default_payment_method;
}

/** Whatever a subscription bills for, and at which taxes. */
function namedBy(object: Stored | undefined): string[] {
  if (object?.object !== 'subscription' || 'deleted' in object) return [];
  const { items, default_tax_rates: rates } = object as unknown as Subscription;
  return [...items.data.map(({ price }) => String(price.product)), ...(rates ?? []).map(({ id }) => id)];
}
