import { Injectable } from '@nestjs/common';
import { Money } from '../../../kernel/money.js';
import { Database } from '../../../platform/database/database.js';
import { Ledger, type Statement } from '../../ledger/index.js';
import { Inbox, type Claim, type Fold, type FoldOutcome, type InboxEvent } from '../../webhooks/index.js';
import { doneUnlessWaiting } from '../mirror/outcomes.js';
import { idOf, instant, storyOf } from '../mirror/stripe-objects.js';
import { upserter } from '../mirror/upsert.js';
import { sourceKey } from './movements.js';
import { balanceMoved, convertedFrom, type BalanceTransactionObject } from './posting.js';

interface Source {
  readonly payment: string;
  readonly amount: Money;
}

interface Heard {
  readonly event: InboxEvent;
  readonly transaction: BalanceTransactionObject;
}

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

/**
 * Movements of the provider's balance: never changed once made, so the last thing heard is as good as the first. What
 * was converted is booked as it is, and once more when its source is known.
 */
@Injectable()
export class BalanceTransactionFold implements Fold {
  readonly provider = 'stripe';
  readonly objects = ['balance_transaction'];

  constructor(
    private readonly database: Database,
    private readonly ledger: Ledger,
    private readonly inbox: Inbox,
  ) {}

  async fold(claims: readonly Claim[]): Promise<ReadonlyMap<string, FoldOutcome>> {
    const heard = await this.heardOf(claims);
    await write(
      this.database,
      heard.map(({ transaction }) => rowOf(transaction)),
    );
    const sources = await this.sourcesOf(heard.map(({ transaction }) => idOf(transaction.source)));
    await this.ledger.state(
      heard.map(({ event, transaction }): Statement => {
        const id = idOf(transaction.source) ?? transaction.id;
        const source = sources.get(id);
        return {
          fact: { provider: 'stripe', kind: 'balance_transaction', id: transaction.id },
          ...balanceMoved(transaction, source?.amount),
          effectiveAt: instant(transaction.created),
          cause: event.id,
          correlationId: storyOf(source?.payment ?? id),
        };
      }),
    );
    await this.inbox.answered(claims.filter(cameUnasked).map((claim) => claim.objectKey));
    return doneUnlessWaiting(claims, waitingIn(heard, sources));
  }

  private async heardOf(claims: readonly Claim[]): Promise<Heard[]> {
    const again = claims.filter(({ pending }) => pending.length === 0).map((claim) => claim.objectKey);
    const known = again.length === 0 ? new Map<string, InboxEvent[]>() : await this.inbox.histories(again);
    return claims
      .map(({ objectKey, pending }) => pending.at(-1) ?? known.get(objectKey)?.at(-1))
      .filter((event) => event !== undefined)
      .map((event) => ({ event, transaction: objectOf(event) }));
  }

  /** The charges and refunds behind them: each with its payment, so that its money and its story are found together. */
  private async sourcesOf(ids: readonly (string | null)[]): Promise<Map<string, Source>> {
    const rows = await this.database.query<{ source: string; payment: string; minor: string; currency: string }>(
      `select c.provider_id as source, p.provider_id as payment, c.captured_minor::text as minor, c.currency from billing_charge c join billing_payment p on p.id = c.payment_id
       where c.provider_id = any($1::text[])
       union all
       select r.provider_id, p.provider_id, r.minor::text, r.currency from billing_refund r join billing_payment p on p.id = r.payment_id
       where r.provider_id = any($1::text[])
       union all
       select d.provider_id, p.provider_id, d.minor::text, d.currency from billing_dispute d join billing_payment p on p.id = d.payment_id
       where d.provider_id = any($1::text[])`,
      [ids.filter((id) => id !== null)],
    );
    return new Map(
      rows.map(({ source, payment, minor, currency }) => [
        source,
        { payment, amount: Money.of(Number(minor), currency) },
      ]),
    );
  }
}

/**
 * A payment folded at the same moment cannot see that this movement is here, and so does not have it folded again: it
 * looks again by itself.
 */
function waitingIn(heard: readonly Heard[], sources: ReadonlyMap<string, Source>): Map<string, string> {
  return new Map(
    heard.flatMap(({ event, transaction }) => {
      const source = convertedFrom(transaction);
      if (source === null || sources.get(source)?.amount.isZero === false) return [];
      return [[event.objectKey, sourceKey(source)] as const];
    }),
  );
}

function cameUnasked({ pending }: Claim): boolean {
  return pending.some(({ source }) => source !== 'refetch');
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
