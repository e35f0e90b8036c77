import { Injectable } from '@nestjs/common';
import { isId } from '../../../kernel/id.js';
import { Money } from '../../../kernel/money.js';
import { Database } from '../../../platform/database/database.js';
import type { List, Page } from '../../../platform/http/page.js';
import { DisputeNotFound } from './dispute.errors.js';

export interface DisputeView {
  id: string;
  payment_id: string;
  provider: string;
  provider_id: string;
  status: string;
  /** As the bank names it. */
  reason: string;
  amount: number;
  currency: string;
  /** Until when it can be answered. */
  due_by: string | null;
  /** The provider has taken the money, and not given it back. */
  withdrawn: boolean;
  livemode: boolean;
  created_at: string;
}

type DisputeRead = Omit<DisputeView, 'amount' | 'provider'> & { minor: string };

/** Disputes as the API shows them. */
@Injectable()
export class DisputeQueries {
  constructor(private readonly database: Database) {}

  async list(page: Page): Promise<List<DisputeView>> {
    const { tail, parameters } = page.sql({});
    return page.answer(await this.database.query<DisputeRead>(`${DISPUTES} ${tail}`, parameters), disputeView);
  }

  /** By our id or the provider's. @throws DisputeNotFound */
  async one(id: string): Promise<DisputeView> {
    const by = isId(id) ? 'id' : 'provider_id';
    const [row] = await this.database.query<DisputeRead>(`${DISPUTES} where ${by} = $1`, [id]);
    if (!row) throw new DisputeNotFound(id);
    return disputeView(row);
  }
}

function disputeView({ minor, due_by: due, created_at: at, ...row }: DisputeRead): DisputeView {
  return {
    ...row,
    provider: 'stripe',
    amount: Money.of(Number(minor), row.currency).major,
    due_by: due && new Date(due).toISOString(),
    created_at: new Date(at).toISOString(),
  };
}

const DISPUTES = `
  select id, payment_id, provider_id, status, reason, minor::text as minor, currency, due_by, is_withdrawn as withdrawn,
    livemode, created_at
  from billing_dispute`;
