import type { Stripe } from 'stripe';
import type { Testimony } from './comparison.js';
import type { Currency } from './catalogue.js';
import type { Known } from './engine-witness.js';
import type { Fact, Figure } from './fact.js';
import { idOf } from './reference.js';

const PAGE = { limit: 100 } as const;
const NOBODY = -1;
const FIGURES = [
  'captured', 'declines', 'refunded', 'fees', 'provider_net', 'trials', 'given_up', 'tax', 'disputed', 'dispute_won',
  'payouts',
] as const satisfies readonly Figure[]; // prettier-ignore

/** What the provider says, asked through its own client. */
export class ProviderWitness {
  constructor(
    private readonly stripe: Stripe,
    private readonly customers: Known,
  ) {}

  /** The customer behind each charge, refund and balance transaction. */
  async payers(): Promise<Map<string, number>> {
    const payers = new Map<string, number>();
    for await (const { id, customer } of this.stripe.charges.list(PAGE)) payers.set(id, this.whoIs(customer));
    for await (const { id, charge } of this.stripe.refunds.list(PAGE))
      payers.set(id, payers.get(idOf(charge)) ?? NOBODY);
    for await (const { id, charge } of this.stripe.disputes.list(PAGE))
      payers.set(id, payers.get(idOf(charge)) ?? NOBODY);
    for await (const { id, source } of this.stripe.balanceTransactions.list(PAGE)) {
      payers.set(id, payers.get(idOf(source)) ?? NOBODY);
    }
    return payers;
  }

  async each(payers: Known): Promise<Testimony> {
    const facts: Fact[] = [];
    for await (const { created: at, currency, ...charge } of this.stripe.charges.list(PAGE)) {
      const who = this.whoIs(charge.customer);
      if (charge.paid)
        facts.push({ figure: 'captured', at, who, currency: currency as Currency, amount: charge.amount });
      else facts.push({ figure: 'declines', at, who, currency: null, amount: 1 });
    }
    for await (const { created: at, amount, currency, charge } of this.stripe.refunds.list(PAGE)) {
      const who = payers.get(idOf(charge)) ?? NOBODY;
      facts.push({ figure: 'refunded', at, who, currency: currency as Currency, amount });
    }
    facts.push(...(await this.balanceFacts(payers)), ...(await this.disputeFacts(payers)));
    facts.push(...(await this.subscriptionFacts()), ...(await this.invoiceFacts()), ...(await this.payoutFacts()));
    return { witness: 'provider', figures: FIGURES, each: true, facts };
  }

  /** All that the account holds, in cents. */
  async balance(): Promise<number> {
    const { available, pending } = await this.stripe.balance.retrieve();
    return [...available, ...pending].reduce((sum, { amount }) => sum + amount, 0);
  }

  /** What was paid out moves money of the account and is no business of a customer. */
  private async balanceFacts(payers: Known): Promise<Fact[]> {
    const facts: Fact[] = [];
    for await (const { id, type, created: at, fee, net } of this.stripe.balanceTransactions.list(PAGE)) {
      if (type === 'payout') continue;
      const of = { at, who: payers.get(id) ?? NOBODY, currency: 'usd' } as const;
      facts.push({ ...of, figure: 'provider_net', amount: net });
      if (fee !== 0) facts.push({ ...of, figure: 'fees', amount: fee });
    }
    return facts;
  }

  private async subscriptionFacts(): Promise<Fact[]> {
    const facts: Fact[] = [];
    for await (const { trial_start, customer } of this.stripe.subscriptions.list({ ...PAGE, status: 'all' })) {
      if (trial_start === null) continue;
      facts.push({ figure: 'trials', at: trial_start, who: this.whoIs(customer), currency: null, amount: 1 });
    }
    return facts;
  }

  private async disputeFacts(payers: Known): Promise<Fact[]> {
    const facts: Fact[] = [];
    for await (const { id, created, amount, ...dispute } of this.stripe.disputes.list(PAGE)) {
      const of = { who: payers.get(id) ?? NOBODY, currency: dispute.currency as Currency, amount };
      facts.push({ ...of, figure: 'disputed', at: created });
      const back = dispute.balance_transactions.find((moved) => moved.reporting_category === 'dispute_reversal');
      if (back) facts.push({ ...of, figure: 'dispute_won', at: back.created });
    }
    return facts;
  }

  /** What was given up, and the tax on everything asked for. */
  private async invoiceFacts(): Promise<Fact[]> {
    const facts: Fact[] = [];
    for await (const invoice of this.stripe.invoices.list(PAGE)) {
      const of = { who: this.whoIs(invoice.customer), currency: invoice.currency as Currency };
      const { finalized_at: asked, marked_uncollectible_at: lost } = invoice.status_transitions;
      const tax = (invoice.total_taxes ?? []).reduce((sum, { amount }) => sum + amount, 0);
      if (tax !== 0 && asked !== null && invoice.status !== 'void')
        facts.push({ ...of, figure: 'tax', at: asked, amount: tax });
      if (lost !== null) facts.push({ ...of, figure: 'given_up', at: lost, amount: invoice.amount_remaining });
    }
    return facts;
  }

  private async payoutFacts(): Promise<Fact[]> {
    const facts: Fact[] = [];
    for await (const { created: at, amount } of this.stripe.payouts.list(PAGE)) {
      facts.push({ figure: 'payouts', at, who: NOBODY, currency: 'usd', amount });
    }
    return facts;
  }

  private whoIs(customer: string | { id: string } | null): number {
    return this.customers.get(idOf(customer)) ?? NOBODY;
  }
}
