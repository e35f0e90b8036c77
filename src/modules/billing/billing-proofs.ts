import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { Proofs } from '../../platform/ops/proofs.js';

/** Hands the proofs of billing's own rows to those who run proofs; what the books say of them its witnesses count. */
@Injectable()
export class BillingProofs implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly proofs: Proofs,
  ) {}

  onModuleInit(): void {
    this.register('I05 no more is given back than was captured', 'billing_payment', OVERDRAWN);
    this.register('I19 every call has its end or is due, and its object is its own', 'billing_intent', UNSETTLED);
  }

  private register(name: string, table: string, offenders: string): void {
    this.proofs.register(name, async () => {
      const differences = await this.database.query(offenders);
      const [row] = await this.database.query<{ rows: string }>(`select count(*) as rows from ${table}`);
      return { ok: differences.length === 0, checked: Number(row?.rows), differences };
    });
  }
}

const OVERDRAWN = `
  select p.id, p.currency, p.captured_minor::text, sum(r.minor)::text as refunds_minor
    from billing_payment p
    join billing_refund r on r.payment_id = p.id and r.status in ('pending', 'requires_action', 'succeeded')
   group by p.id having sum(r.minor) > p.captured_minor or p.refunded_minor > p.captured_minor
   order by p.id limit 100`;

const UNSETTLED = `
  select id, operation, state, result_ref from billing_intent i
   where (state in ('planned', 'sent') and next_at is null)
      or (state = 'succeeded' and result_ref is null)
      or (state = 'failed' and error is null)
      or (state = 'succeeded' and operation like '%.create' and exists (
            select from billing_intent other
             where other.result_ref = i.result_ref and other.operation = i.operation and other.id <> i.id))
   order by id limit 100`;
