import { Injectable, type OnModuleInit } from '@nestjs/common';
import { derivedId } from '../../../kernel/id.js';
import { Database } from '../../../platform/database/database.js';
import { inserter } from '../../../platform/database/set-based.js';
import { Consumers, type Consumer, type HeardEvent } from '../../../platform/events/consumers.js';
import { WakeUps } from '../../../platform/events/wake-ups.js';
import { lockOf } from './endpoint.queries.js';
import { wants } from './wanted.js';
import { fullPayload, thinPayload, wireType } from './wire.js';

interface Listening {
  readonly id: string;
  readonly event_types: readonly string[];
  readonly payload: 'full' | 'thin';
  readonly status: 'enabled' | 'disabled';
  readonly created_at: string;
  /** By the store's clock, from which its deliveries are due. */
  readonly now: string;
}

interface NewDelivery {
  readonly id: string;
  readonly endpoint_id: string;
  readonly event_id: string;
  readonly type: string;
  readonly subject: string;
  readonly sequence: number;
  readonly body: string;
  readonly status: 'pending' | 'failed';
  readonly last_error: string | null;
  readonly next_at: string;
}

/** Bodies above this are sent thin. */
const MOST_BYTES = 20_000;
/** Written by one statement: at most 2 MB of bodies. */
const TOGETHER = 100;

/** The cursor behind which every event has its deliveries. */
export const FAN_OUT = 'outbound';

/** Makes a delivery of each event for each endpoint that asked for it, once. */
@Injectable()
export class FanOut implements Consumer, OnModuleInit {
  readonly name = FAN_OUT;
  readonly projection = false;
  readonly types = ['*'];

  constructor(
    private readonly consumers: Consumers,
    private readonly database: Database,
    private readonly wakeUps: WakeUps,
  ) {}

  onModuleInit(): void {
    this.consumers.register(this);
  }

  async hear(events: readonly HeardEvent[]): Promise<void> {
    const endpoints = await this.listening();
    for (const endpoint of endpoints) {
      const wanted = events.filter((event) => isFor(event, endpoint));
      for (let at = 0; at < wanted.length; at += TOGETHER)
        await insert(
          this.database,
          wanted.slice(at, at + TOGETHER).map((event) => deliveryOf(event, endpoint)),
        );
    }
    if (endpoints.length > 0) this.database.afterCommit(() => this.wakeUps.wake('outbound'));
  }

  /** Nobody deletes or disables one until its deliveries are there to be given up with it. */
  private async listening(): Promise<Listening[]> {
    const there = await this.database.query<{ id: string }>(
      'select id from webhooks_endpoint where deleted_at is null',
    );
    await this.database.hold(...there.map(({ id }) => lockOf(id)));
    return this.database.query<Listening>(LISTENING, [there.map(({ id }) => id)]);
  }
}

/** What happened before an endpoint was there is none of its business. */
function isFor({ type, recordedAt }: HeardEvent, { event_types: asked, created_at: from }: Listening): boolean {
  return wants(asked, wireType(type)) && recordedAt.getTime() >= new Date(from).getTime();
}

/** A disabled endpoint's events are kept, and sent when somebody replays them. */
function deliveryOf(event: HeardEvent, { id, payload, status, now }: Listening): NewDelivery {
  return {
    id: derivedId(event.recordedAt, `delivery:${id}:${event.id}`),
    endpoint_id: id,
    event_id: event.id,
    type: wireType(event.type),
    subject: event.subject,
    sequence: event.sequence,
    body: bodyOf(event, payload),
    status: status === 'enabled' ? 'pending' : 'failed',
    last_error: status === 'enabled' ? null : 'The endpoint was disabled.',
    next_at: now,
  };
}

function bodyOf(event: HeardEvent, payload: 'full' | 'thin'): string {
  const full = payload === 'full' ? JSON.stringify(fullPayload(event)) : undefined;
  return full !== undefined && Buffer.byteLength(full) <= MOST_BYTES ? full : JSON.stringify(thinPayload(event));
}

const LISTENING = `
  select id, to_json(event_types) as event_types, payload, status, created_at, now() as now
  from webhooks_endpoint where id = any($1::uuid[]) and deleted_at is null`;

const insert = inserter<NewDelivery>(
  'webhooks_delivery',
  {
    id: 'uuid',
    endpoint_id: 'uuid',
    event_id: 'uuid',
    type: 'text',
    subject: 'text',
    sequence: 'int',
    body: 'text',
    status: 'text',
    last_error: 'text',
    next_at: 'timestamptz',
  },
  'on conflict (endpoint_id, event_id) do nothing',
);
