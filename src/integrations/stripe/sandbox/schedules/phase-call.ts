import type { FormTree } from '../form.js';
import type { Subscription, SubscriptionSchedule } from '../wire.js';
import type { Phase } from './phase.js';

/** A phase is the call it stands for: the one that begins its subscription. */
export function beginning(schedule: SubscriptionSchedule, given: Phase, now: number): FormTree {
  const phase = withDefaults(schedule, given);
  return {
    ...common(phase, now),
    customer: schedule.customer,
    currency: phase.currency,
    items: phase.items.map(itemOf),
    ...(phase.start_date < now ? { backdate_start_date: String(phase.start_date) } : {}),
  };
}

/** The call that takes a running subscription over into a phase: items of other prices go, those that stay are changed. */
export function turning(schedule: SubscriptionSchedule, given: Phase, { items }: Subscription, now: number): FormTree {
  const phase = withDefaults(schedule, given);
  const left = [...items.data];
  const wanted = phase.items.map((item) => {
    const at = left.findIndex(({ price }) => price.id === item.price);
    const [standing] = at < 0 ? [] : left.splice(at, 1);
    return { item, standing };
  });
  const kept = wanted.map(({ item, standing }): FormTree => {
    // A lone item keeps its id when its price changes, as a change of plan does.
    const turned = standing ?? (wanted.length === 1 ? left.shift() : undefined);
    return { ...(turned ? { id: turned.id } : {}), ...itemOf(item) };
  });
  const gone = left.map(({ id }) => ({ id, deleted: 'true' }));
  const anchored: FormTree =
    phase.billing_cycle_anchor === 'phase_start' ? { billing_cycle_anchor: { type: 'now' } } : {};
  return { ...common(phase, now), ...anchored, items: [...kept, ...gone] };
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

function itemOf({ price, quantity, metadata }: Phase['items'][number]): FormTree {
  return { price, quantity: String(quantity ?? 1), metadata: { ...metadata } };
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
