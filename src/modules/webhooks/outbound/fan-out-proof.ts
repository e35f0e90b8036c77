import { Clock, days, minutes } from '../../../kernel/clock.js';
import type { Sql } from '../../../platform/database/database.js';
import type { HeardEvent } from '../../../platform/events/consumers.js';
import type { EventTypes } from '../../../platform/events/event-types.js';
import type { PassedEvents } from '../../../platform/events/passed-events.js';
import type { Proof } from '../../../platform/ops/proofs.js';
import { FAN_OUT } from './fan-out.consumer.js';
import { wants } from './wanted.js';
import { wireType } from './wire.js';

/** Deliveries that ended are kept for thirty days: what is a day younger has to have its own. */
const KEPT = days(29);

// An endpoint that is being made is seen by nobody before that is committed, and what is told meanwhile is not for it.
const BEING_MADE = minutes(1);

interface Asking {
  readonly id: string;
  readonly event_types: readonly string[];
  readonly asked_since: string;
}

interface Lost {
  readonly endpoint_id: string;
  readonly event_id: string;
  readonly type: string;
}

export interface FanOutWitnesses {
  readonly sql: Sql;
  readonly passed: PassedEvents;
  readonly types: EventTypes;
  readonly clock: Clock;
}

/** Every event that was heard has a delivery for each endpoint that asked for its type when it was told. */
export const everyDelivery =
  ({ sql, passed, types, clock }: FanOutWitnesses): Proof =>
  async ({ since }) => {
    const endpoints = await sql.query<Asking>(ASKING);
    const asked = types
      .all()
      .map(({ type }) => type)
      .filter((type) => endpoints.some((one) => wants(one.event_types, wireType(type))));
    const from = new Date(Math.max(clock.wall().getTime() - KEPT, since?.getTime() ?? 0));
    const lost: Lost[] = [];
    let checked = 0;
    for await (const events of passed.of(FAN_OUT, { types: asked, since: from })) {
      const due = endpoints.flatMap((endpoint) =>
        events
          .filter((event) => isDue(event, endpoint))
          .map(({ id, type }) => ({ endpoint_id: endpoint.id, event_id: id, type })),
      );
      checked += due.length;
      lost.push(...(await withoutDelivery(sql, due)));
    }
    return { ok: lost.length === 0, checked, differences: lost.slice(0, 100) };
  };

function isDue({ type, recordedAt }: HeardEvent, { event_types: asked, asked_since: since }: Asking): boolean {
  return wants(asked, wireType(type)) && recordedAt.getTime() >= new Date(since).getTime() + BEING_MADE;
}

async function withoutDelivery(sql: Sql, due: readonly Lost[]): Promise<Lost[]> {
  if (due.length === 0) return [];
  return sql.query<Lost>(
    `select * from jsonb_to_recordset($1::jsonb) as due(endpoint_id uuid, event_id uuid, type text)
      where not exists (select from webhooks_delivery d where (d.endpoint_id, d.event_id) = (due.endpoint_id, due.event_id))`,
    [JSON.stringify(due)],
  );
}

const ASKING = `
  select id, to_json(event_types) as event_types, asked_since from webhooks_endpoint where deleted_at is null`;
