import { periodLines } from './invoice-lines.js';
import type { Params } from './params.js';
import { invalid, unimplemented } from './sandbox.errors.js';
import { elapsed, left, monthDay, periodAt, type Recurrence, type Span } from './subscription-calendar.js';
import { partLines } from './subscription-periods.js';
import type { Unit } from './unit.js';
import type { InvoiceLine, Subscription } from './wire.js';

const DAY = 86_400;

/** How a subscription begins: its calendar, its first period and how much of a whole period that costs. */
export interface Opening {
  /** Earlier than now when it is backdated. */
  readonly start: number;
  readonly anchor: number;
  readonly config: Subscription['billing_cycle_anchor_config'];
  readonly trialEnd: number | undefined;
  readonly first: Span;
  readonly share: number;
  /** Periods that passed before it was made and are charged with the first. */
  readonly back: number;
}

export function openingOf(params: Params, recurrence: Recurrence, now: number): Opening {
  const trialEnd = trialOf(params, now);
  const config = anchorConfig(params);
  const given =
    params.whole('billing_cycle_anchor') ?? (config ? monthDay(config, recurrence, now, trialEnd) : undefined);
  const start = startOf(params, now);
  const prorates = params.choice('proration_behavior', ['always_invoice', 'create_prorations', 'none']) !== 'none';
  if (trialEnd !== undefined) {
    const anchor = anchorBehind(trialEnd, given ?? trialEnd, recurrence);
    if (anchor !== trialEnd && !prorates) throw unimplemented('trial that leads to an anchor without proration');
    return { start, anchor, config, trialEnd, first: { start: now, end: trialEnd }, share: 0, back: 0 };
  }
  const anchor = given ?? now;
  const whole = periodAt(anchor, recurrence, now);
  if (given !== undefined && (given <= now || given > whole.end)) {
    const message = 'billing_cycle_anchor must be in the future and not later than the next natural billing date.';
    throw invalid(message, { param: 'billing_cycle_anchor' });
  }
  const back = prorates ? elapsed(anchor, recurrence, { start, end: now }) : 0;
  const share = given === undefined ? 1 : prorates ? left(whole, now) : 0;
  return { start, anchor, config, trialEnd, first: { start: now, end: whole.end }, share, back };
}

/** Where the calendar begins after a trial: with its end, or within a period of it. */
function anchorBehind(trialEnd: number, anchor: number, recurrence: Recurrence): number {
  if (anchor >= trialEnd && anchor <= periodAt(trialEnd, recurrence, trialEnd).end) return anchor;
  const message = 'billing_cycle_anchor must be at the end of the trial or within one period after it.';
  throw invalid(message, { param: 'billing_cycle_anchor' });
}

/** The lines of the first invoice. */
export async function openingLines(unit: Unit, subscription: Subscription, opening: Opening): Promise<InvoiceLine[]> {
  const { start, trialEnd, first, share, back } = opening;
  if (trialEnd !== undefined) return periodLines(unit, subscription, first, true);
  const past = { span: { start, end: first.start }, share: back };
  const behind = back > 0 ? await partLines(unit, subscription, past) : [];
  return [...behind, ...(await partLines(unit, subscription, { span: first, share }))];
}

function trialOf(params: Params, now: number): number | undefined {
  const days = params.whole('trial_period_days');
  const end = params.text('trial_end');
  if (days !== undefined) return days > 0 ? now + days * DAY : undefined;
  if (end === undefined || end === 'now') return undefined;
  if (!/^\d+$/.test(end) || Number(end) <= now)
    throw invalid('trial_end must be in the future.', { param: 'trial_end' });
  return Number(end);
}

function startOf(params: Params, now: number): number {
  const back = params.whole('backdate_start_date') ?? now;
  if (back > now) throw invalid('backdate_start_date must be in the past.', { param: 'backdate_start_date' });
  return back;
}

function anchorConfig(params: Params): Subscription['billing_cycle_anchor_config'] {
  const given = params.below('billing_cycle_anchor_config');
  if (!given) return null;
  const [day_of_month, hour, minute] = [within(given, 'day_of_month'), within(given, 'hour'), within(given, 'minute')];
  const [month, second] = [within(given, 'month'), within(given, 'second')];
  given.done();
  return day_of_month === null ? null : { day_of_month, hour, minute, month, second };
}

const BOUNDS = { day_of_month: [1, 31], hour: [0, 23], minute: [0, 59], month: [1, 12], second: [0, 59] } as const;

function within(given: Params, name: keyof typeof BOUNDS): number | null {
  const [least, most] = BOUNDS[name];
  const value = given.whole(name);
  if (value !== undefined && (value < least || value > most))
    throw invalid(`${name} goes from ${least} to ${most}.`, { param: `billing_cycle_anchor_config[${name}]` });
  return value ?? null;
}
