import { Injectable, Optional, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { Database } from '../../../platform/database/database.js';
import { patient } from '../../../platform/database/silent-connections.js';
import { EventTypes } from '../../../platform/events/event-types.js';
import { PassedEvents } from '../../../platform/events/passed-events.js';
import { noneAmong } from '../../../platform/ops/offenders.js';
import { Proofs } from '../../../platform/ops/proofs.js';
import { everyDelivery } from './fan-out-proof.js';

/** Hands the proof of what was sent to those who run proofs. */
@Injectable()
export class DeliveryProofs implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly passed: PassedEvents,
    private readonly types: EventTypes,
    private readonly clock: Clock,
    @Optional() private readonly proofs?: Proofs,
  ) {}

  onModuleInit(): void {
    const deliveries = { rows: ROWS, offenders: UNTRUE, since: true };
    this.proofs?.register(
      'I15 an event is one delivery for an endpoint, and what it came to is what an attempt was answered',
      noneAmong(this.database, deliveries),
      { at: '/webhooks/deliveries/{id}' },
    );
    const { database, passed, types, clock } = this;
    this.proofs?.register(
      'W3 an event that was heard has a delivery for each endpoint that had asked for it',
      everyDelivery({ sql: patient(database), passed, types, clock }),
      { also: ['I14', 'I15'], at: '/webhooks/endpoints/{endpoint_id}' },
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
