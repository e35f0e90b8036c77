import { Injectable, Optional, type OnModuleInit } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { noneAmong } from '../../../platform/ops/offenders.js';
import { Proofs } from '../../../platform/ops/proofs.js';

/** Hands the proof of what was sent to those who run proofs. */
@Injectable()
export class DeliveryProofs implements OnModuleInit {
  constructor(
    private readonly database: Database,
    @Optional() private readonly proofs?: Proofs,
  ) {}

  onModuleInit(): void {
    const deliveries = { rows: ROWS, offenders: UNTRUE, since: true };
    this.proofs?.register(
      'I15 an event is one delivery for an endpoint, and what it came to is what an attempt was answered',
      noneAmong(this.database, deliveries),
      { at: '/webhooks/deliveries/{id}' },
    );
  }
}

const ROWS = 'select count(*) from webhooks_delivery where created_at >= $1::timestamptz';

const UNTRUE = `
  select d.id, d.endpoint_id, d.event_id, d.status from webhooks_delivery d
   where d.created_at >= $1::timestamptz and (
         (d.status = 'succeeded' and not exists (
            select from webhooks_attempt a where a.delivery_id = d.id and a.status between 200 and 299))
      or (d.status = 'failed' and coalesce(d.last_error, d.last_status::text) is null)
      or exists (select from webhooks_delivery other
                  where (other.endpoint_id, other.event_id) = (d.endpoint_id, d.event_id) and other.id <> d.id))
   order by d.created_at, d.id limit 100`;
