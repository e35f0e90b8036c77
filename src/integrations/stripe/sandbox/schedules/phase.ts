import { step, type Interval } from '../../../../kernel/period.js';
import type { Params } from '../params.js';
import { isMetered } from '../proration.js';
import { invalid, parameterMissing } from '../sandbox.errors.js';
import { pricedBy } from '../subscription-items.js';
import { ratesOf } from '../tax/tax-rates.js';
import type { Unit } from '../unit.js';
import type { Price, SubscriptionSchedule } from '../wire.js';
import { addedBy, reducedBy } from './phase-terms.js';

export type Phase = SubscriptionSchedule['phases'][number];
type PhaseItem = Phase['items'][number];

const PRORATIONS = ['always_invoice', 'create_prorations', 'none'] as const;

/** What a phase leaves as it is. */
export const PLAIN = {
  add_invoice_items: [],
  application_fee_percent: null,
  billing_cycle_anchor: null,
  billing_thresholds: null,
  collection_method: null,
  default_payment_method: null,
  default_tax_rates: [],
  description: null,
  discounts: [],
  invoice_settings: null,
  on_behalf_of: null,
  transfer_data: null,
  trial_end: null,
} satisfies Partial<Phase>;

/** Phases in their order, each from where the one before ends. */
export async function phasesOf(unit: Unit, given: readonly Params[], start: number): Promise<Phase[]> {
  const phases: Phase[] = [];
  for (const params of given) {
    const phase = await phaseOf(unit, params, phases.at(-1)?.end_date ?? start);
    if (phase.end_date <= phase.start_date) throw invalid('A phase must end after it starts.', { param: 'phases' });
    phases.push(phase);
    params.done();
  }
  if (phases.length === 0) throw parameterMissing('phases');
  return phases;
}

async function phaseOf(unit: Unit, params: Params, from: number): Promise<Phase> {
  const named = params.text('start_date');
  const start = named === undefined ? from : named === 'now' ? unit.at : Number(named);
  if (start !== from) throw invalid('Phases must follow each other without a gap.', { param: 'phases[0][start_date]' });
  const { items, prices } = await itemsOf(unit, params);
  const end = endOf(unit, params, start, prices);
  return {
    ...structuredClone(PLAIN),
    ...payingOf(params),
    add_invoice_items: await addedBy(unit, params),
    billing_cycle_anchor: params.choice('billing_cycle_anchor', ['automatic', 'phase_start']) ?? null,
    currency: params.currency() ?? prices[0]?.currency ?? 'usd',
    default_tax_rates: (await ratesOf(unit, params, 'default_tax_rates')) ?? [],
    description: params.text('description') ?? null,
    discounts: await reducedBy(unit, params),
    end_date: end,
    items,
    metadata: params.metadata() ?? {},
    proration_behavior: params.choice('proration_behavior', PRORATIONS) ?? 'create_prorations',
    start_date: start,
    trial_end: params.flag('trial') ? end : trialEnd(params, unit.at),
  };
}

function payingOf(params: Params): Partial<Phase> {
  const settings = params.below('invoice_settings');
  const days = settings?.whole('days_until_due') ?? null;
  settings?.done();
  const blank = { account_tax_ids: null, custom_fields: null, description: null, footer: null, issuer: null };
  return {
    collection_method: params.choice('collection_method', ['charge_automatically', 'send_invoice']) ?? null,
    default_payment_method: params.text('default_payment_method') ?? null,
    invoice_settings: settings ? { ...blank, days_until_due: days } : null,
  };
}

async function itemsOf(unit: Unit, params: Params): Promise<{ items: PhaseItem[]; prices: Price[] }> {
  const [items, prices]: [PhaseItem[], Price[]] = [[], []];
  for (const given of params.each('items') ?? []) {
    const price = await pricedBy(unit, given);
    if (!price) throw parameterMissing('phases[0][items][0][price]');
    prices.push(price);
    items.push({
      billing_thresholds: null,
      discounts: await reducedBy(unit, given),
      metadata: given.metadata() ?? {},
      plan: price.id,
      price: price.id,
      ...(isMetered({ price }) ? {} : { quantity: given.whole('quantity') ?? 1 }),
      tax_rates: (await ratesOf(unit, given, 'tax_rates')) ?? [],
    });
    given.done();
  }
  if (items.length === 0) throw parameterMissing('phases[0][items]');
  return { items, prices };
}

/** Until a day, for a duration, or else for one period of its first price. */
function endOf(unit: Unit, params: Params, start: number, [price]: readonly Price[]): number {
  const named = params.text('end_date');
  const duration = params.below('duration');
  if (named !== undefined) return named === 'now' ? unit.at : Number(named);
  const { interval, count } = duration ? lengthOf(duration) : periodsOf(params, price);
  return step(new Date(start * 1000), interval, count).getTime() / 1000;
}

interface Length {
  readonly interval: Interval;
  readonly count: number;
}

function lengthOf(duration: Params): Length {
  const interval = duration.choice('interval', ['day', 'month', 'week', 'year']) ?? 'month';
  const count = duration.whole('interval_count') ?? 1;
  duration.done();
  return { interval, count };
}

/** Callers of older versions say how many periods; others have one. */
function periodsOf(params: Params, price: Price | undefined): Length {
  const { interval = 'month', interval_count: count = 1 } = price?.recurring ?? {};
  const times = params.isOlder ? (params.whole('iterations') ?? 1) : 1;
  return { interval: interval as Interval, count: count * times };
}

function trialEnd(params: Params, now: number): number | null {
  const end = params.text('trial_end');
  if (end === undefined) return null;
  return end === 'now' ? now : Number(end);
}
