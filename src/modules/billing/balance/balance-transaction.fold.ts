import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { Ledger, type Statement } from '../../ledger/index.js';
import type { Claim, Fold, FoldOutcome, InboxEvent } from '../../webhooks/index.js';
import { doneUnlessWaiting } from '../mirror/outcomes.js';
import { idOf, instant, storyOf } from '../mirror/stripe-objects.js';
import { upserter } from '../mirror/upsert.js';
import { balanceMoved, type BalanceTransactionObject } from './posting.js';

interface BalanceTransactionRow {
  provider_id: string;
  type: string;
  source_id: string | null;
  minor: number;
  fee_minor: number;
  net_minor: number;
  currency: string;
  available_at: Date;
  created_at: Date;
}

const write = upserter<BalanceTransactionRow>(
  'billing_balance_transaction',
  {
    provider_id: 'text',
    type: 'text',
    source_id: 'text',
    minor: 'bigint',
    fee_minor: 'bigint',
    net_minor: 'bigint',
    currency: 'text',
    available_at: 'timestamptz',
    created_at: 'timestamptz',
  },
  'provider_id',
);

/** Movements of the provider's balance: never changed once made, so the last thing heard is as good as the first. */
@Injectable()
export class BalanceTransactionFold implements Fold {
  readonly provider = 'stripe';
  readonly objects = ['balance_transaction'];

  constructor(
    private readonly database: Database,
    private readonly ledger: Ledger,
  ) {}

  async fold(claims: readonly Claim[]): Promise<ReadonlyMap<string, FoldOutcome>> {
    const heard = claims
      .flatMap(({ pending }) => pending.slice(-1))
      .map((event) => ({ event, transaction: objectOf(event) }));
    await write(
      this.database,
      heard.map(({ transaction }) => rowOf(transaction)),
    );
    const stories = await this.storiesOf(heard.map(({ transaction }) => idOf(transaction.source)));
    await this.ledger.state(
      heard.map(({ event, transaction }): Statement => ({
        fact: { provider: 'stripe', kind: 'balance_transaction', id: transaction.id },
        ...balanceMoved(transaction),
        effectiveAt: instant(transaction.created),
        cause: event.id,
        correlationId: storyOf(
          stories.get(idOf(transaction.source) ?? '') ?? idOf(transaction.source) ?? transaction.id,
        ),
      })),
    );
    return doneUnlessWaiting(claims, new Map());
  }

  /** The payment a charge or refund belongs to, so that its money and its story are found together. */
  private async storiesOf(sources: readonly (string | null)[]): Promise<Map<string, string>> {
    const rows = await this.database.query<{ source: string; payment: string }>(
      `select c.provider_id as source, p.provider_id as payment from billing_charge c join billing_payment p on p.id = c.payment_id
       where c.provider_id = any($1::text[])
       union all
       select r.provider_id, p.provider_id from billing_refund r join billing_payment p on p.id = r.payment_id
       where r.provider_id = any($1::text[])`,
      [sources.filter((source) => source !== null)],
    );
    return new Map(rows.map(({ source, payment }) => [source, payment]));
  }
}

function objectOf({ body }: InboxEvent): BalanceTransactionObject {
  return body.data.object as unknown as BalanceTransactionObject;
}

function rowOf(transaction: BalanceTransactionObject): BalanceTransactionRow {
  return {
    provider_id: transaction.id,
    type: transaction.type,
    source_id: idOf(transaction.source),
    minor: transaction.amount,
    fee_minor: transaction.fee,
    net_minor: transaction.net,
    currency: transaction.currency,
    available_at: instant(transaction.available_on),
    created_at: instant(transaction.created),
  };
}
