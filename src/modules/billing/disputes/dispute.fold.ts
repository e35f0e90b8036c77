import { Injectable } from '@nestjs/common';
import { Money } from '../../../kernel/money.js';
import { Database } from '../../../platform/database/database.js';
import { Outbox, type Told } from '../../../platform/events/outbox.js';
import { Ledger, type Statement } from '../../ledger/index.js';
import { Inbox, distinct, inOrder, objectKey, type Claim, type Fold, type FoldOutcome } from '../../webhooks/index.js';
import { followMovements, sourceKey } from '../balance/movements.js';
import { salesOf } from '../invoices/invoice.queries.js';
import { doneUnlessWaiting } from '../mirror/outcomes.js';
import { idOf, storyOf } from '../mirror/stripe-objects.js';
import { upserter } from '../mirror/upsert.js';
import type { Reduction } from '../payments/posting.js';
import { settle, type Sale } from '../payments/settlement.js';
import { disputeNews } from './dispute.events.js';
import {
  disputeHistory,
  disputeRow,
  disputeStatements,
  reinstatedAt,
  type DisputeHistory,
  type DisputeRow,
} from './dispute-projection.js';

/** The payment a dispute is about. */
interface Disputed {
  readonly charge: string;
  readonly id: string;
  readonly provider_id: string;
  readonly customer_id: string | null;
  readonly kind: string;
  readonly captured: string;
  readonly currency: string;
  readonly refunds: readonly { id: string; minor: number; at: string }[] | null;
}

/** Disputes, folded from everything heard of them; each waits until its charge is known. */
@Injectable()
export class DisputeFold implements Fold {
  readonly provider = 'stripe';
  readonly objects = ['dispute'];

  constructor(
    private readonly database: Database,
    private readonly ledger: Ledger,
    private readonly outbox: Outbox,
    private readonly inbox: Inbox,
  ) {}

  async fold(claims: readonly Claim[]): Promise<ReadonlyMap<string, FoldOutcome>> {
    const known = await this.inbox.histories(claims.map((claim) => claim.objectKey));
    const waiting = new Map<string, string>();
    const folded: { history: DisputeHistory; payment: Disputed }[] = [];
    for (const { objectKey: key, pending } of claims) {
      const history = disputeHistory(inOrder(distinct([...(known.get(key) ?? []), ...pending])));
      if (!history) continue;
      const payment = await this.paymentOf(history);
      if (payment) folded.push({ history, payment });
      else waiting.set(key, parentOf(history));
    }
    await this.write(folded);
    return doneUnlessWaiting(claims, waiting);
  }

  private async write(folded: readonly { history: DisputeHistory; payment: Disputed }[]): Promise<void> {
    const rows = folded.map(({ history, payment }) => disputeRow(history, payment.id));
    const before = await this.statuses(rows);
    await write(this.database, rows);
    const sales = await salesOf(
      this.database,
      folded.map(({ payment }) => payment.provider_id),
    );
    await this.ledger.state(folded.flatMap((one) => statementsOf(one.history, one.payment, sales)));
    await this.outbox.tell(
      folded.flatMap(({ history, payment }, index): Told[] => {
        const row = rows[index] as DisputeRow;
        return disputeNews(before.get(row.id), row, history.cause.occurredAt).map((event) => ({
          event,
          cause: history.cause.id,
          correlationId: storyOf(payment.provider_id),
        }));
      }),
    );
    const named = folded.flatMap(({ history }) => history.movements.map(({ id }) => id));
    const disputes = rows.map(({ provider_id: id, currency }) => ({ id, currency }));
    await followMovements(this.database, this.inbox, { named, of: disputes });
    await this.inbox.release(...disputes.map(({ id }) => sourceKey(id)));
  }

  private async paymentOf({ dispute }: DisputeHistory): Promise<Disputed | undefined> {
    const [row] = await this.database.query<Disputed>(PAYMENT, [idOf(dispute.charge)]);
    return row;
  }

  private async statuses(rows: readonly DisputeRow[]): Promise<Map<string, string>> {
    const known = await this.database.query<{ id: string; status: string }>(
      'select id, status from billing_dispute where id = any($1::uuid[])',
      [rows.map(({ id }) => id)],
    );
    return new Map(known.map(({ id, status }) => [id, status]));
  }
}

function statementsOf(history: DisputeHistory, payment: Disputed, sales: ReadonlyMap<string, Sale>): Statement[] {
  const sale = sales.get(payment.provider_id) ?? (payment.kind === 'one_time' ? saleOf(payment) : undefined);
  return disputeStatements(history, {
    partyId: payment.customer_id ?? payment.id,
    payment: payment.provider_id,
    // What was never sold has nothing to be deducted from: it stays disputed until somebody says what it was.
    lost: sale && lossOf(history, payment, sale),
  });
}

/** After all refunds before it, it takes back what was earned and unearned of the sale at that instant. */
function lossOf(history: DisputeHistory, { refunds }: Disputed, sale: Sale): Reduction | undefined {
  const { dispute, lostAt } = history;
  if (dispute.status !== 'lost' || !lostAt || reinstatedAt(history)) return undefined;
  const earlier = (refunds ?? []).map(({ id, minor, at }) => ({ id, minor, at: new Date(at) }));
  const loss = { id: dispute.id, minor: dispute.amount, at: lostAt };
  return settle(sale, [...earlier, loss]).get(dispute.id);
}

/** A payment that settles no invoice: sold and earned at once. */
function saleOf({ captured, currency }: Disputed): Sale {
  return { currency, lines: [{ net: Money.of(Number(captured), currency).minor }], taxes: [] };
}

function parentOf({ dispute }: DisputeHistory): string {
  const intent = idOf(dispute.payment_intent);
  return intent ? objectKey('payment_intent', intent) : objectKey('charge', idOf(dispute.charge) ?? '');
}

const PAYMENT = `
  select c.provider_id as charge, p.id, p.provider_id, p.customer_id, p.kind, p.captured_minor::text as captured, p.currency,
    (select jsonb_agg(jsonb_build_object('id', r.provider_id, 'minor', r.minor, 'at', r.created_at)) from billing_refund r
     where r.payment_id = p.id and r.provider_id is not null and r.status not in ('failed', 'canceled')) as refunds
  from billing_charge c join billing_payment p on p.id = c.payment_id where c.provider_id = $1`;

const write = upserter<DisputeRow>(
  'billing_dispute',
  {
    id: 'uuid',
    provider_id: 'text',
    payment_id: 'uuid',
    charge_provider_id: 'text',
    status: 'text',
    reason: 'text',
    minor: 'bigint',
    currency: 'text',
    due_by: 'timestamptz',
    is_withdrawn: 'boolean',
    livemode: 'boolean',
    created_at: 'timestamptz',
  },
  'id',
);
