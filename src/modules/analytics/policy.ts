/** What counts as recurring revenue. Versions are rows that are never edited; version 1 is seeded by the migration. */
export interface Policy {
  readonly version: number;
  readonly settings: PolicySettings;
}

/** Everything a policy decides. The parts no other setting exists for yet are written down all the same: they are printed. */
export interface PolicySettings {
  /** Statuses of a subscription whose price counts. */
  readonly counted_statuses: readonly string[];
  /** `zero`: nothing until the trial ends. */
  readonly trial: 'zero';
  /** `forever`: only discounts without an end are subtracted (the makers of versions have done so). */
  readonly discounts: 'forever';
  readonly metered_usage: 'excluded';
  readonly free_plan: 'not_a_customer';
  readonly churn_at: 'effective_end';
  /** Kinds of paused collection in which no invoice is owed. */
  readonly zeroed_pauses: readonly string[];
  readonly net_churn: 'with_reactivation';
  readonly customer_churn: 'standard';
  readonly netting_minutes: 0;
}

export const POLICY_V1: Policy = {
  version: 1,
  settings: {
    counted_statuses: ['active', 'past_due'],
    trial: 'zero',
    discounts: 'forever',
    metered_usage: 'excluded',
    free_plan: 'not_a_customer',
    churn_at: 'effective_end',
    zeroed_pauses: ['void', 'keep_as_draft'],
    net_churn: 'with_reactivation',
    customer_churn: 'standard',
    netting_minutes: 0,
  },
};
