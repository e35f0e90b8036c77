import { createHmac } from 'node:crypto';
import { EventsModule } from '../../src/platform/events/events.module.js';
import type { Clock } from '../../src/kernel/clock.js';
import { Folds, type ProviderEvent } from '../../src/modules/webhooks/fold.js';
import { WebhooksModule } from '../../src/modules/webhooks/webhooks.module.js';
import type { Database } from '../../src/platform/database/database.js';
import { tinyApp, type TinyApp } from '../platform/support/tiny-app.js';
import { foldOf } from './support.js';

export const SECRETS = ['whsec_thisIsTheOneInUse', 'whsec_thisIsTheNextOne'] as const;

export interface IntakeApp extends TinyApp {
  /** Posts signed bytes as a provider would. */
  deliver(body: ProviderEvent | object | string | Buffer, how?: Delivery): Promise<Response>;
}

export interface Delivery {
  readonly secret?: string;
  readonly header?: string | null;
  readonly path?: string;
  readonly type?: string;
}

/** The inbox behind the platform's HTTP, and a fold that takes things as they are. */
export async function intakeApp(database: Database, clock: Clock): Promise<IntakeApp> {
  const app = await tinyApp({
    database,
    clock,
    env: { STRIPE_WEBHOOK_SECRETS: SECRETS.join(',') },
    imports: [EventsModule, WebhooksModule],
  });
  app.nest.get(Folds).register(foldOf(['thing'], async () => ({ kind: 'done', changed: true })));
  return Object.assign(app, {
    deliver: (given: ProviderEvent | object | string | Buffer, how: Delivery = {}) => {
      const body = bytesOf(given);
      const { secret = SECRETS[0], path = '/webhooks/stripe', type = 'application/json' } = how;
      const header = how.header === undefined ? signed(body, secret, clock.wall()) : how.header;
      return app.fetch(path, {
        method: 'POST',
        headers: { 'content-type': type, ...(header === null ? {} : { 'stripe-signature': header }) },
        body: new Uint8Array(body),
      });
    },
  });
}

export function bytesOf(body: object | string | Buffer): Buffer {
  return Buffer.isBuffer(body) ? body : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
}

export function signed(body: Buffer, secret: string, at: Date, scheme = 'v1'): string {
  const seconds = Math.floor(at.getTime() / 1000);
  const signature = createHmac('sha256', secret).update(`${seconds}.`).update(body).digest('hex');
  return `t=${seconds},${scheme}=${signature}`;
}

export interface Told {
  readonly id?: string;
  readonly object?: string;
  readonly more?: Record<string, unknown>;
  readonly thing?: Record<string, unknown>;
}

let count = 0;

export function aThing({ id = `evt_${(count += 1)}`, object = 'th_1', more = {}, thing = {} }: Told = {}) {
  return {
    id,
    object: 'event',
    api_version: '2026-10-28.endive',
    created: 1_772_000_000,
    livemode: false,
    type: 'thing.changed',
    data: { object: { id: object, object: 'thing', ...thing } },
    ...more,
  };
}
