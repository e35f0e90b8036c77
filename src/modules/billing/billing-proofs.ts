import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { noneAmong } from '../../platform/ops/offenders.js';
import { Proofs } from '../../platform/ops/proofs.js';
import { SURELY_OVER } from './intents/horizon.js';

/** Hands the proofs of billing's own rows to those who run proofs; what the books say of them its witnesses count. */
@Injectable()
export class BillingProofs implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly proofs: Proofs,
  ) {}

  onModuleInit(): void {
    const { database, proofs } = this;
    proofs.register(
      'I05 no more is given back or lost in disputes than was captured',
      noneAmong(database, { rows: 'select count(*) from billing_payment', offenders: OVERDRAWN }),
      { also: ['P13'], at: '/revenue/payments/{id}' },
    );
    proofs.register(
      'I19 every call has its end, is held or is young enough to come to it, and its object is its own',
      noneAmong(database, { rows: 'select count(*) from billing_intent', offenders: UNSETTLED }),
      { at: '/revenue/intents/{id}' },
    );
    proofs.register(
      'I21 the lines of an invoice come to what it says, and what was paid and what is left to what is due',
      noneAmong(database, { rows: FINAL, offenders: DIVIDED }),
      { at: '/revenue/invoices/{id}' },
    );
  }
}

// Each table is read once, whatever the number of payments.
const OVERDRAWN = `
  select p.id, p.currency, p.captured_minor::text, coalesce(r.minor, 0)::text as refunds_minor,
         coalesce(d.minor, 0)::text as lost_minor
    from billing_payment p
    left join (select payment_id, sum(minor) as minor from billing_refund
                where status in ('pending', 'requires_action', 'succeeded') group by 1) r on r.payment_id = p.id
    left join (select payment_id, sum(minor) as minor from billing_dispute
                where status = 'lost' group by 1) d on d.payment_id = p.id
   where greatest(p.refunded_minor, coalesce(r.minor, 0)) + coalesce(d.minor, 0) > p.captured_minor
   order by p.id limit 100`;

// Whoever holds a call says so each minute, so a call that is held and looked at no more is found as well. Released, it has
// as long to come to its end as if it were planned then.
const UNSETTLED = `
  select id, operation, state, result_ref from billing_intent
   where (state in ('planned', 'sent', 'unknown')
          and (next_at is null or greatest(planned_at, held_until) < now() - interval '${SURELY_OVER / 1000} seconds'))
      or (state = 'succeeded' and result_ref is null)
      or (state = 'failed' and error is null)
      or (state = 'succeeded' and (operation, result_ref) in (
            select operation, result_ref from billing_intent
             where operation like '%.create' and result_ref is not null group by 1, 2 having count(*) > 1))
   order by id limit 100`;

const FINAL = `select count(*) from billing_invoice where status in ('open', 'paid', 'uncollectible')`;

// What a line shows may hold its tax or not; its net and its taxes together are what is charged for it.
const DIVIDED = `
  select i.id, i.number, i.currency, i.total_minor::text, i.tax_minor::text, i.due_minor::text, i.paid_minor::text,
         i.remaining_minor::text, l.net::text as lines_net, l.tax::text as lines_tax
    from billing_invoice i
    left join lateral (
      select coalesce(sum(net_minor), 0) as net,
             coalesce(sum((select sum((tax ->> 'minor')::bigint) from jsonb_array_elements(taxes) as tax)), 0) as tax
        from billing_invoice_line where invoice_id = i.id) as l on true
   where i.status in ('open', 'paid', 'uncollectible')
     and (i.total_minor <> l.net + l.tax or i.tax_minor <> l.tax or i.due_minor <> i.paid_minor + i.remaining_minor)
   order by i.id limit 100`;
