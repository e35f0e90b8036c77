import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { Outbox, type Told } from '../../../platform/events/outbox.js';
import { Ledger } from '../../ledger/index.js';
import { Inbox, distinct, inOrder, type Claim, type Fold, type FoldOutcome } from '../../webhooks/index.js';
import { followMovements } from '../balance/movements.js';
import { doneUnlessWaiting } from '../mirror/outcomes.js';
import { snapshotsOf } from '../mirror/snapshots.js';
import { storyOf } from '../mirror/stripe-objects.js';
import { upserter } from '../mirror/upsert.js';
import { payoutNews } from './payout.events.js';
import { arrivalOf, payoutArrived, payoutRow, type PayoutObject, type PayoutRow } from './payout-projection.js';

const write = upserter<PayoutRow>(
  'billing_payout',
  {
    id: 'uuid',
    provider_id: 'text',
    status: 'text',
    minor: 'bigint',
    currency: 'text',
    automatic: 'boolean',
    arrives_at: 'timestamptz',
    balance_transaction: 'text',
    failure_balance_transaction: 'text',
    failure_code: 'text',
    livemode: 'boolean',
    created_at: 'timestamptz',
  },
  'id',
);

/** Payouts to our bank, folded from everything heard of them. */
@Injectable()
export class PayoutFold implements Fold {
  readonly provider = 'stripe';
  readonly objects = ['payout'];

  constructor(
    private readonly database: Database,
    private readonly ledger: Ledger,
    private readonly outbox: Outbox,
    private readonly inbox: Inbox,
  ) {}

  async fold(claims: readonly Claim[]): Promise<ReadonlyMap<string, FoldOutcome>> {
    const histories = await this.inbox.histories(claims.map(({ objectKey: key }) => key));
    const payouts = claims.flatMap(({ objectKey: key, pending }) => {
      const events = inOrder(distinct([...(histories.get(key) ?? []), ...pending]));
      const [seen] = snapshotsOf<PayoutObject>(events, 'payout');
      const cause = events.at(-1)?.id;
      return seen && cause ? [{ row: payoutRow(seen), arrival: arrivalOf(seen), cause }] : [];
    });
    const rows = payouts.map(({ row }) => row);
    const before = await this.statuses(rows);
    await write(this.database, rows);
    await this.ledger.state(payouts.map(({ row, arrival, cause }) => payoutArrived(row, arrival, cause)));
    await this.outbox.tell(
      payouts.flatMap(({ row, cause }): Told[] =>
        payoutNews(before.get(row.id), row).map((event) => ({
          event,
          cause,
          correlationId: storyOf(row.provider_id),
        })),
      ),
    );
    await followMovements(this.database, this.inbox, { named: rows.flatMap(movementsOf) });
    return doneUnlessWaiting(claims, new Map());
  }

  private async statuses(rows: readonly PayoutRow[]): Promise<Map<string, string>> {
    const known = await this.database.query<{ id: string; status: string }>(
      'select id, status from billing_payout where id = any($1::uuid[])',
      [rows.map(({ id }) => id)],
    );
    return new Map(known.map(({ id, status }) => [id, status]));
  }
}

function movementsOf({ balance_transaction, failure_balance_transaction }: PayoutRow): string[] {
  return [balance_transaction, failure_balance_transaction].filter((id) => id !== null);
}
