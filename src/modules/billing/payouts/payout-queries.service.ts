import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { Money } from '../../../kernel/money.js';
import { Database } from '../../../platform/database/database.js';
import type { List, Page } from '../../../platform/http/page.js';

export interface PayoutView {
  id: string;
  provider: string;
  provider_id: string;
  status: string;
  amount: number;
  currency: string;
  /** Made by the provider's own schedule. */
  automatic: boolean;
  arrives_at: string;
  failure_code: string | null;
  livemode: boolean;
  created_at: string;
}

/** What the provider holds for us in one currency. */
export interface BalanceView {
  currency: string;
  available: number;
  /** Ours, and not yet to be paid out. */
  pending: number;
}

type PayoutRead = Omit<PayoutView, 'amount' | 'provider'> & { minor: string };

/** Payouts and the balance as the API shows them. */
@Injectable()
export class PayoutQueries {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async payouts(page: Page): Promise<List<PayoutView>> {
    const { tail, parameters } = page.sql({});
    const rows = await this.database.query<PayoutRead>(
      `select id, provider_id, status, minor::text as minor, currency, automatic, arrives_at, failure_code, livemode, created_at
       from billing_payout ${tail}`,
      parameters,
    );
    return page.answer(rows, ({ minor, ...row }) => ({
      ...row,
      provider: 'stripe',
      amount: Money.of(Number(minor), row.currency).major,
      arrives_at: new Date(row.arrives_at).toISOString(),
      created_at: new Date(row.created_at).toISOString(),
    }));
  }

  async balance(): Promise<{ data: BalanceView[] }> {
    const rows = await this.database.query<{ currency: string; available: string; pending: string }>(
      `select currency, coalesce(sum(net_minor) filter (where available_at <= $1), 0)::text as available,
         coalesce(sum(net_minor) filter (where available_at > $1), 0)::text as pending
       from billing_balance_transaction group by 1 order by 1`,
      [this.clock.now()],
    );
    return {
      data: rows.map(({ currency, available, pending }) => ({
        currency,
        available: Money.of(Number(available), currency).major,
        pending: Money.of(Number(pending), currency).major,
      })),
    };
  }
}
