import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { FrozenClock } from '../../src/kernel/clock.js';
import type { DomainEvent } from '../../src/kernel/domain-event.js';
import { OutboundLoop } from '../../src/modules/webhooks/outbound/outbound-loop.js';
import { WebhooksModule } from '../../src/modules/webhooks/webhooks.module.js';
import type { Database } from '../../src/platform/database/database.js';
import { aCurrency, aText, aWhole } from '../../src/platform/events/event-schema.js';
import { EventReader } from '../../src/platform/events/event-reader.js';
import { EventsModule } from '../../src/platform/events/events.module.js';
import { eventType, EventTypes } from '../../src/platform/events/event-types.js';
import { Outbox } from '../../src/platform/events/outbox.js';
import { tinyApp, type TinyApp } from '../platform/support/tiny-app.js';

export interface OutboundApp extends TinyApp {
  readonly loop: OutboundLoop;
  /** Time moves on: the machine's, and what waits by the store's has waited so much longer. */
  later(milliseconds: number): Promise<void>;
  /** Something happens, and everybody who is to hear of it does. */
  sold(...seats: string[]): Promise<void>;
  /** Sends what is due. */
  deliver(): Promise<number>;
  call(method: string, path: string, body?: object): Promise<{ status: number; body: Record<string, unknown> }>;
  endpoint(url: string, more?: object): Promise<{ id: string; secret: string }>;
}

type SeatSold = DomainEvent<'theatre.seat.sold', { seatId: string; minor: number; currency: string }>;

const seatSold = eventType<SeatSold>('theatre.seat.sold', {
  meaning: 'A seat is sold.',
  data: { seatId: aText, minor: aWhole, currency: aCurrency },
  example: { seatId: 'A1', minor: 4200, currency: 'usd' },
});

/** Events, endpoints and the loop that sends, with a machine's clock that moves when told to. */
export async function outboundApp(database: Database, env: Record<string, string> = {}): Promise<OutboundApp> {
  let now = new Date('2026-11-21T09:00:00Z');
  const clock = new FrozenClock(now, () => now);
  const app = await tinyApp({ database, clock, env, imports: [EventsModule, WebhooksModule] });
  app.nest.get(EventTypes).register(seatSold);
  const authorization = `Bearer ${await app.key('webhooks:read', 'webhooks:write', 'webhooks:replay')}`;
  const [outbox, reader, loop] = [app.nest.get(Outbox), app.nest.get(EventReader), app.nest.get(OutboundLoop)];

  const call: OutboundApp['call'] = async (method, path, body) => {
    const headers = { authorization, ...(body ? { 'content-type': 'application/json' } : {}) };
    const sent = { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) };
    const answer = await app.fetch(`/api/v1/webhooks/${path}`, sent);
    const text = await answer.text();
    return { status: answer.status, body: (text ? JSON.parse(text) : {}) as Record<string, unknown> };
  };
  return Object.assign(app, {
    ...{ loop, call },
    later: async (milliseconds: number) => {
      now = new Date(now.getTime() + milliseconds);
      for (const sql of WAITED) await database.query(sql, [milliseconds]);
    },
    sold: async (...seats: string[]) => {
      for (const seatId of seats) {
        const data = { seatId, minor: 4200, currency: 'usd' };
        await database.transaction(() =>
          outbox.record({ type: 'theatre.seat.sold', subject: `seat:${seatId}`, occurredAt: clock.now(), data }),
        );
      }
      await reader.drain();
    },
    deliver: () => loop.drain(),
    endpoint: async (url: string, more = {}) => {
      const { status, body } = await call('POST', 'endpoints', { url, event_types: ['theatre.*'], ...more });
      if (status !== 201) throw new Error(JSON.stringify(body));
      return body as { id: string; secret: string };
    },
  });
}

const WAITED = [
  `update webhooks_delivery set next_at = next_at - $1 * interval '1 millisecond' where status = 'pending'`,
  `update webhooks_endpoint set paused_until = paused_until - $1 * interval '1 millisecond'`,
];

export interface Got {
  readonly id: string;
  readonly timestamp: number;
  readonly signatures: string[];
  readonly text: string;
  readonly body: { type: string; timestamp: string; data: Record<string, unknown> };
  readonly headers: IncomingHttpHeaders;
}

export interface Receiver {
  readonly url: string;
  readonly got: Got[];
  /** How the next requests are answered, in turn; the last one stays. */
  answer(...answers: Reply[]): void;
  close(): Promise<void>;
}

export interface Reply {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body?: string;
  /** Answered when this is over. */
  readonly after?: Promise<void>;
}

/** A customer's endpoint: keeps what comes and answers as it is told. */
export async function receiver(): Promise<Receiver> {
  const got: Got[] = [];
  let replies: Reply[] = [{ status: 200 }];
  const server = createServer((request, response) => {
    let text = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    request.once('end', async () => {
      const { headers } = request;
      got.push({
        id: String(headers['webhook-id']),
        timestamp: Number(headers['webhook-timestamp']),
        signatures: String(headers['webhook-signature']).split(' '),
        ...{ text, headers, body: JSON.parse(text) as Got['body'] },
      });
      const [reply = { status: 200 }] = replies.length > 1 ? replies.splice(0, 1) : replies;
      await reply.after;
      response.writeHead(reply.status, reply.headers).end(reply.body ?? '');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}/hook`,
    got,
    answer: (...answers) => void (replies = answers),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
