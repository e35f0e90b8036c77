import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { Outbox, type Told } from '../../../platform/events/outbox.js';
import { ProviderLinks } from '../../customers/index.js';
import { Ledger } from '../../ledger/index.js';
import {
  Inbox,
  distinct,
  objectKey,
  type Claim,
  type Fold,
  type FoldOutcome,
  type InboxEvent,
} from '../../webhooks/index.js';
import { followMovements, sourceKey, type MovementSource } from '../balance/movements.js';
import { creditNotesBehind, invoicesBehind } from '../credit-notes/credit-note.queries.js';
import { salesOf } from '../invoices/invoice.queries.js';
import { borrowersOf, turnsOf } from '../mirror/borrowed-ids.js';
import { doneUnlessWaiting } from '../mirror/outcomes.js';
import { paymentKey } from '../mirror/payment-key.js';
import { settlementKey } from '../mirror/settlement-key.js';
import { idOf, storyOf } from '../mirror/stripe-objects.js';
import { paymentHistory, type PaymentHistory } from './payment-history.js';
import { newsOf, type Standing } from './payment-news.js';
import { project, rootOf, type PaymentProjection } from './payment-projection.js';
import type { Sale } from './settlement.js';
import { writeCharges, writePayments, writeRefunds } from './payment-rows.js';

/** Payments with their charges and refunds, folded from everything heard of them. */
@Injectable()
export class PaymentFold implements Fold {
  readonly provider = 'stripe';
  readonly objects = ['payment_intent', 'charge'];

  constructor(
    private readonly database: Database,
    private readonly links: ProviderLinks,
    private readonly ledger: Ledger,
    private readonly outbox: Outbox,
    private readonly inbox: Inbox,
  ) {}

  /** Where something was given back: refunds and credit notes of an invoice are different objects, and each must see the others. */
  async locks(claims: readonly Claim[]): Promise<string[]> {
    const settling = claims.filter(({ refold, pending }) => refold === true || pending.some(tellsOfRefund));
    const invoices = await invoicesBehind(
      this.database,
      settling.map(({ objectId }) => objectId),
    );
    return [...invoices.map(settlementKey), ...turnsOf(claims)];
  }

  async fold(claims: readonly Claim[]): Promise<ReadonlyMap<string, FoldOutcome>> {
    const histories = await this.historiesOf(claims);
    const customers = await this.links.find('stripe', 'self', customerIdsOf(histories.values()));
    const sales = await salesOf(
      this.database,
      claims.map(({ objectId }) => objectId),
    );
    const borrowers = await this.borrowersIn([...histories.values()]);

    const waiting = new Map<string, string>();
    const projections: PaymentProjection[] = [];
    for (const [key, history] of histories) {
      const customer = customerOf(history);
      const known = customer === null ? null : customers.get(customer);
      const projection = project(history, known ?? null, saleOf(history, sales), borrowers);
      if (known === undefined) waiting.set(key, objectKey('customer', customer ?? ''));
      else if (!projection || isAheadOfItsCharge(projection)) waiting.set(key, key);
      else projections.push(projection);
    }
    const again = new Set(claims.flatMap(({ objectId, refold }) => (refold === true ? [objectId] : [])));
    await this.write(projections, again);
    return doneUnlessWaiting(claims, waiting);
  }

  private async borrowersIn(histories: readonly PaymentHistory[]): Promise<ReadonlySet<string>> {
    const roots = histories.flatMap((history) => rootOf(history) ?? []);
    const payments = await borrowersOf(this.database, 'payment', roots);
    const refunds = await borrowersOf(
      this.database,
      'refund',
      histories.flatMap((history) => history.refunds),
    );
    return payments.union(refunds);
  }

  private async write(projections: readonly PaymentProjection[], again: ReadonlySet<string>): Promise<void> {
    const before = await this.standing(projections.map(({ payment }) => payment.id));
    await writePayments(
      this.database,
      projections.map(({ payment }) => payment),
    );
    await writeCharges(
      this.database,
      projections.flatMap(({ charges }) => charges),
    );
    await writeRefunds(
      this.database,
      projections.flatMap(({ refunds }) => refunds),
    );
    await this.ledger.state(projections.flatMap(({ statements }) => statements));
    await this.outbox.tell(projections.flatMap((projection) => told(projection, before.get(projection.payment.id))));
    const sources = projections.flatMap(sourcesIn);
    const named = projections.flatMap(({ balanceTransactions }) => balanceTransactions);
    await followMovements(this.database, this.inbox, { named, of: sources });
    await this.refoldCreditNotes(projections, before, again);
    await this.inbox.release(
      ...projections.map(({ payment }) => paymentKey(payment.provider_id)),
      ...sources.map(({ id }) => sourceKey(id)),
    );
  }

  /**
   * What a refund takes back is no longer there for credit notes of the same invoice. One folded again may just have
   * become known to belong to it.
   */
  private async refoldCreditNotes(
    projections: readonly PaymentProjection[],
    before: ReadonlyMap<string, Standing>,
    again: ReadonlySet<string>,
  ): Promise<void> {
    const changed = projections.filter(({ payment, refunds }) =>
      refunds.some(
        ({ id, status }) => again.has(payment.provider_id) || before.get(payment.id)?.refunds.get(id) !== status,
      ),
    );
    const notes = await creditNotesBehind(
      this.database,
      changed.map(({ payment }) => payment.provider_id),
    );
    await this.inbox.refold(...notes.map((id) => objectKey('credit_note', id)));
  }

  private async historiesOf(claims: readonly Claim[]): Promise<Map<string, PaymentHistory>> {
    const known = await this.inbox.histories(claims.map((claim) => claim.objectKey));
    return new Map(
      claims.flatMap((claim) => {
        const history = paymentHistory(distinct([...(known.get(claim.objectKey) ?? []), ...claim.pending]));
        return history ? [[claim.objectKey, history] as const] : [];
      }),
    );
  }

  private async standing(ids: readonly string[]): Promise<Map<string, Standing>> {
    const rows = await this.database.query<{
      id: string;
      status: string;
      capturable: string;
      captured: string;
      refunds: Record<string, string> | null;
    }>(
      `select p.id, p.status, p.capturable_minor::text as capturable, p.captured_minor::text as captured,
              (select jsonb_object_agg(r.id, r.status) from billing_refund r where r.payment_id = p.id) as refunds
       from billing_payment p where p.id = any($1::uuid[])`,
      [ids],
    );
    return new Map(
      rows.map(({ id, status, capturable, captured, refunds }) => [
        id,
        {
          ...{ status, capturableMinor: Number(capturable), capturedMinor: Number(captured) },
          refunds: new Map(Object.entries(refunds ?? {})),
        },
      ]),
    );
  }
}

function sourcesIn({ charges, refunds }: PaymentProjection): MovementSource[] {
  return [...charges, ...refunds].map(({ provider_id: id, currency }) => ({ id, currency }));
}

function tellsOfRefund({ body }: InboxEvent): boolean {
  const { object, amount_refunded: refunded } = body.data.object as { object: string; amount_refunded?: number };
  return object === 'refund' || (refunded ?? 0) > 0;
}

/** More given back than we have heard was captured: the charge is still under way to us. */
function isAheadOfItsCharge({ payment }: PaymentProjection): boolean {
  return payment.refunded_minor > payment.captured_minor;
}

function told(projection: PaymentProjection, before: Standing | undefined): Told[] {
  const correlationId = storyOf(projection.payment.provider_id);
  const cause = projection.statements[0]?.cause;
  return newsOf(before, projection).map((event) => ({ event, correlationId, ...(cause ? { cause } : {}) }));
}

function customerOf({ intent, charges }: PaymentHistory): string | null {
  return idOf(intent ? intent.customer : charges[0]?.customer);
}

function saleOf({ intent, charges }: PaymentHistory, sales: ReadonlyMap<string, Sale>): Sale | undefined {
  return sales.get(intent?.id ?? charges[0]?.id ?? '');
}

function customerIdsOf(histories: Iterable<PaymentHistory>): string[] {
  return [...new Set([...histories].map(customerOf).filter((id) => id !== null))];
}
