import type { FormTree } from '../form.js';
import type { Discount, Subscription, SubscriptionItem, SubscriptionSchedule } from '../wire.js';
import type { Phase } from './phase.js';
import { addedCall, discountsCall, ratesCall } from './phase-terms.js';

/** A phase is the call it stands for: the one that begins its subscription. */
export function beginning(schedule: SubscriptionSchedule, given: Phase, now: number): FormTree {
  const phase = withDefaults(schedule, given);
  return {
    ...common(phase, now),
    customer: schedule.customer,
    currency: phase.currency,
    items: phase.items.map((item) => itemOf(item, undefined, [])),
    ...addsOf(phase),
    ...discountsCall(phase.discounts, []),
    ...ratesCall('default_tax_rates', phase.default_tax_rates, []),
    ...(phase.start_date < now ? { backdate_start_date: String(phase.start_date) } : {}),
  };
}

/** A subscription as a phase finds it. */
export interface Standing {
  readonly subscription: Subscription;
  /** All it has, those of its items too. */
  readonly discounts: readonly Discount[];
  /** The phase begins now; else it runs already, and what it adds has been added. */
  readonly begins: boolean;
}

/** The call that takes a running subscription over into a phase: items of other prices go, those that stay are changed. */
export function turning(schedule: SubscriptionSchedule, given: Phase, standing: Standing, now: number): FormTree {
  const phase = withDefaults(schedule, given);
  const { subscription, discounts } = standing;
  const left = [...subscription.items.data];
  const wanted = phase.items.map((item) => {
    const at = left.findIndex(({ price }) => price.id === item.price);
    const [kept] = at < 0 ? [] : left.splice(at, 1);
    return { item, kept };
  });
  const stay = wanted.map(({ item, kept }): FormTree => {
    // A lone item keeps its id when its price changes, as a change of plan does.
    const turned = kept ?? (wanted.length === 1 ? left.shift() : undefined);
    return { ...(turned ? { id: turned.id } : {}), ...itemOf(item, turned, discounts) };
  });
  const gone = left.map(({ id }) => ({ id, deleted: 'true' }));
  const anchored: FormTree =
    phase.billing_cycle_anchor === 'phase_start' ? { billing_cycle_anchor: { type: 'now' } } : {};
  return {
    ...common(phase, now),
    ...anchored,
    ...(standing.begins ? addsOf(phase) : {}),
    ...discountsCall(phase.discounts, of(discounts, subscription.discounts)),
    ...ratesCall('default_tax_rates', phase.default_tax_rates, subscription.default_tax_rates),
    items: [...stay, ...gone],
  };
}

function of(discounts: readonly Discount[], ids: readonly string[]): Discount[] {
  return discounts.filter(({ id }) => ids.includes(id));
}

function addsOf({ add_invoice_items: items }: Phase): FormTree {
  return items.length === 0 ? {} : { add_invoice_items: items.map(addedCall) };
}

/** What a phase does not say itself. */
function withDefaults({ default_settings: settings }: SubscriptionSchedule, phase: Phase): Phase {
  const { days_until_due: days } = settings.invoice_settings;
  return {
    ...phase,
    billing_cycle_anchor: phase.billing_cycle_anchor ?? settings.billing_cycle_anchor,
    collection_method: phase.collection_method ?? settings.collection_method,
    default_payment_method: phase.default_payment_method ?? settings.default_payment_method,
    description: phase.description ?? settings.description,
    invoice_settings: phase.invoice_settings ?? (days === null ? null : { ...BLANK, days_until_due: days }),
  };
}

const BLANK = { account_tax_ids: null, custom_fields: null, description: null, footer: null, issuer: null };

function itemOf(
  { price, quantity, metadata, ...terms }: Phase['items'][number],
  standing: SubscriptionItem | undefined,
  discounts: readonly Discount[],
): FormTree {
  return {
    price,
    ...(quantity === undefined ? {} : { quantity: String(quantity) }),
    metadata: { ...metadata },
    ...discountsCall(terms.discounts, of(discounts, standing?.discounts ?? [])),
    ...ratesCall('tax_rates', terms.tax_rates, standing?.tax_rates),
  };
}

function common(phase: Phase, now: number): FormTree {
  const { collection_method: collection, default_payment_method: method, description, trial_end: trial } = phase;
  const days = phase.invoice_settings?.days_until_due;
  return {
    metadata: { ...phase.metadata },
    proration_behavior: phase.proration_behavior,
    ...(collection === null ? {} : { collection_method: collection }),
    ...(method === null ? {} : { default_payment_method: method }),
    ...(description === null ? {} : { description }),
    ...(typeof days === 'number' ? { days_until_due: String(days) } : {}),
    ...(trial !== null && trial > now ? { trial_end: String(trial) } : {}),
  };
}
