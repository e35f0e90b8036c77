import { Injectable } from '@nestjs/common';
import type { Stripe } from 'stripe';
import { Clock } from '../../../kernel/clock.js';
import { StripeClient } from '../../../integrations/stripe/index.js';
import { Database } from '../../../platform/database/database.js';
import { differenceOfPayout, payoutsOnlyHere, subjectOf, sumsOfPayouts, type PaidOut } from './compare-payouts.js';
import type { Comparison, Window } from './finding.js';
import { createdIn, inPages } from './pages.js';

/**
 * What left for the bank against the movements it is said to be made of, and both against our mirror. Only the payouts
 * of the provider's own schedule tell what they took, once it has worked that out (docs.stripe.com/payouts/reconciliation).
 */
@Injectable()
export class PayoutsLayer {
  constructor(
    private readonly stripe: StripeClient,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async compare(window: Window, compared: (theirs: number) => Promise<void>): Promise<Comparison> {
    const [theirs, ours]: [PaidOut[], PaidOut[]] = [[], []];
    for await (const page of inPages(this.stripe.sdk.payouts.list(createdIn(window)))) {
      for (const payout of page) {
        const parts = await this.partsOf(payout);
        theirs.push(asTheirs(payout, parts));
        ours.push(...(await this.mirrored(payout.id, parts)));
      }
      await compared(theirs.length);
    }
    const known = new Map(ours.map((one) => [one.id, one]));
    ours.push(...(await this.others(window, [...known.keys()])));
    const seen = new Set([...theirs, ...ours].map(subjectOf));
    const now = this.clock.now();
    return {
      theirs: theirs.length,
      ours: ours.length,
      findings: [
        ...theirs.flatMap((one) => differenceOfPayout(one, known.get(one.id))),
        ...payoutsOnlyHere(theirs, ours, now),
      ],
      sums: sumsOfPayouts(theirs, ours),
      looked: (subject) => seen.has(subject),
    };
  }

  private async partsOf(payout: Stripe.Payout): Promise<Stripe.BalanceTransaction[] | null> {
    if (!payout.automatic || payout.reconciliation_status !== 'completed') return null;
    const parts: Stripe.BalanceTransaction[] = [];
    for await (const page of inPages(this.stripe.sdk.balanceTransactions.list({ payout: payout.id, limit: 100 }))) {
      parts.push(...page.filter(({ id }) => id !== payout.balance_transaction));
    }
    return parts;
  }

  private async mirrored(id: string, parts: readonly { readonly id: string }[] | null): Promise<PaidOut[]> {
    const rows = await this.database.query<{ minor: string; currency: string; count: string; net: string }>(
      `select p.minor::text as minor, p.currency, count(t)::text as count, coalesce(sum(t.net_minor), 0)::text as net
       from billing_payout p left join billing_balance_transaction t on t.provider_id = any($2::text[])
       where p.provider_id = $1 group by p.id`,
      [id, parts?.map((part) => part.id) ?? []],
    );
    return rows.map(({ minor, currency, count, net }) => ({
      id,
      minor: Number(minor),
      currency,
      parts: parts && { count: Number(count), minor: Number(net) },
    }));
  }

  /** Those of ours made within the window that are none of these. */
  private async others({ from, until }: Window, these: readonly string[]): Promise<PaidOut[]> {
    const rows = await this.database.query<Record<'id' | 'minor' | 'currency' | 'at', string>>(
      `select provider_id as id, minor::text as minor, currency,
         to_char(created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as at
       from billing_payout
       where created_at >= date_trunc('second', $1::timestamptz) and created_at < date_trunc('second', $2::timestamptz)
         and provider_id <> all($3::text[])`,
      [from, until, these],
    );
    return rows.map((row) => ({ ...row, minor: Number(row.minor), parts: null }));
  }
}

function asTheirs(
  { id, amount, currency }: Stripe.Payout,
  parts: readonly Stripe.BalanceTransaction[] | null,
): PaidOut {
  const total = parts && { count: parts.length, minor: parts.reduce((sum, { net }) => sum + net, 0) };
  return { id, minor: amount, currency, parts: total };
}
