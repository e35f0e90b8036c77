/** What stands in one table: a key and the row, without when and in which step it was written. */
export interface StandingTable {
  readonly name: string;
  /** Answers `key` and `row`, both text. */
  readonly sql: string;
  /** Made by a consumer of what was told, which may not have heard everything yet. */
  readonly isProjected?: boolean;
}

/** Mirrors of the provider's objects: a row an object, equal column by column. */
const MIRRORS = [
  ...['credit_note', 'invoice', 'payment', 'price', 'product', 'refund', 'subscription'].map((noun) => mirror(noun)),
  ...['balance_transaction', 'charge', 'coupon', 'discount', 'dispute', 'invoice_payment', 'payout'].map((noun) =>
    mirror(noun, 'provider_id'),
  ),
  mirror('invoice_line', `concat_ws(' ', invoice_id, provider_id)`),
];

/**
 * Histories are compared by what is in force and books by their balances: in how many steps that came about depends on
 * how the events happened to be cut into transactions.
 */
export const STANDING: readonly StandingTable[] = [
  ...MIRRORS,
  {
    name: 'billing_subscription_version',
    // Which of the events that show a state was heard of first is a matter of arrival.
    sql: `select concat_ws(' ', subscription_id, seq) as key,
        (to_jsonb(v) - array['recorded_at', 'inbox_event', 'provider_event'])::text as row
      from billing_subscription_version v where superseded_at is null`,
  },
  {
    name: 'ledger_entry',
    sql: `select concat_ws(' ', j.fact_provider, j.fact_kind, j.fact_id, j.rule, j.effective_at at time zone 'UTC', e.account, e.party_id,
        e.match_key, e.dim, e.currency) as key, sum(e.minor)::text as row
      from ledger_journal j join ledger_entry e on e.journal_id = j.id where j.fact_provider in ('stripe', 'paypal')
      group by 1 having sum(e.minor) <> 0`,
  },
  {
    name: 'analytics_mrr_movement',
    isProjected: true,
    sql: `select concat_ws(' ', subscription_id, item_key, plan_id, kind, effective_at at time zone 'UTC', currency) as key,
        sum(delta_minor)::text as row
      from analytics_mrr_movement group by 1 having sum(delta_minor) <> 0`,
  },
  {
    name: 'analytics_money_fact',
    isProjected: true,
    // Its kind says which way the money went; a reversal is the same kind with the opposite sign.
    sql: `select concat_ws(' ', fact_provider, fact_kind, fact_id, rule, effective_at at time zone 'UTC', account, kind,
        currency) as key, sum(minor)::text as row
      from analytics_money_fact where fact_provider in ('stripe', 'paypal') group by 1 having sum(minor) <> 0`,
  },
  {
    name: 'analytics_payment',
    isProjected: true,
    sql: `select payment_id::text as key, to_jsonb(t)::text as row from analytics_payment t`,
  },
];

function mirror(noun: string, key = 'id'): StandingTable {
  return {
    name: `billing_${noun}`,
    sql: `select (${key})::text as key, to_jsonb(t)::text as row from billing_${noun} t`,
  };
}
