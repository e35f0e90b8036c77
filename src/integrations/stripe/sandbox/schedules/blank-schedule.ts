import type { Params } from '../params.js';
import type { Unit } from '../unit.js';
import type { SubscriptionSchedule } from '../wire.js';

/** What a new schedule has not, or not yet. */
const UNUSED = {
  object: 'subscription_schedule',
  application: null,
  billing_mode: { flexible: { proration_discounts: 'included' }, type: 'flexible' },
  canceled_at: null,
  completed_at: null,
  current_phase: null,
  customer_account: null,
  default_settings: {
    application_fee_percent: null,
    billing_cycle_anchor: 'automatic',
    billing_thresholds: null,
    collection_method: 'charge_automatically',
    default_payment_method: null,
    description: null,
    invoice_settings: {
      account_tax_ids: null,
      custom_fields: null,
      days_until_due: null,
      description: null,
      footer: null,
      issuer: { type: 'self' },
    },
    on_behalf_of: null,
    transfer_data: null,
  },
  end_behavior: 'release',
  livemode: false,
  metadata: {},
  pause_schedules: [],
  phases: [],
  released_at: null,
  released_subscription: null,
  status: 'not_started',
  subscription: null,
  test_clock: null,
} satisfies Partial<SubscriptionSchedule>;

/** A schedule without phases. */
export function blankSchedule(unit: Unit, customer: string, test_clock: string | null): SubscriptionSchedule {
  return { ...structuredClone(UNUSED), id: unit.id('sub_sched'), created: unit.at, customer, test_clock };
}

/** What holds for all phases that say nothing else. */
export function writeDefaults({ default_settings: settings }: SubscriptionSchedule, params: Params): void {
  const given = params.below('default_settings');
  if (!given) return;
  settings.collection_method =
    given.choice('collection_method', ['charge_automatically', 'send_invoice']) ?? settings.collection_method;
  settings.default_payment_method = given.text('default_payment_method') ?? settings.default_payment_method;
  settings.billing_cycle_anchor =
    given.choice('billing_cycle_anchor', ['automatic', 'phase_start']) ?? settings.billing_cycle_anchor;
  settings.description = given.text('description') ?? settings.description;
  const invoice = given.below('invoice_settings');
  settings.invoice_settings.days_until_due =
    invoice?.whole('days_until_due') ?? settings.invoice_settings.days_until_due;
  invoice?.done();
  given.done();
}
