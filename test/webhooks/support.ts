import { randomBytes } from 'node:crypto';
import type { Config } from '../../src/platform/config/config.js';
import { Outbox } from '../../src/platform/events/outbox.js';
import { WakeUps } from '../../src/platform/events/wake-ups.js';
import { Folds, type Claim, type Fold, type FoldOutcome, type ProviderEvent } from '../../src/modules/webhooks/fold.js';
import { Bodies } from '../../src/modules/webhooks/inbox/bodies.js';
import { DueClaims } from '../../src/modules/webhooks/inbox/due-claims.js';
import { Folding } from '../../src/modules/webhooks/inbox/folding.js';
import { InboxMetrics } from '../../src/modules/webhooks/inbox/inbox.metrics.js';
import { InboxWorker } from '../../src/modules/webhooks/inbox/inbox-worker.js';
import { Inbox } from '../../src/modules/webhooks/inbox/inbox.service.js';
import { Sweep } from '../../src/modules/webhooks/inbox/sweep.js';
import { ChainBreaks } from '../../src/modules/webhooks/order/chain-breaks.js';
import { startDatabase } from '../support/database.js';

/** Nothing but what the inbox reads. */
export const settings = {
  role: 'all',
  mode: 'test',
  databaseUrl: process.env['TEST_DATABASE_URL'],
  workerConcurrency: 4,
  stripe: { secretKey: undefined, webhookSecrets: ['whsec_first', 'whsec_second'] },
  encryptionKeys: [{ id: 'k1', key: randomBytes(32) }],
} as unknown as Config;

export type TestInbox = Awaited<ReturnType<typeof startInbox>>;

/** The inbox on a database of its own, with the folds a test gives it. */
export async function startInbox() {
  const { orm, database, clock, close } = await startDatabase();
  const wakeUps = new WakeUps();
  const outbox = new Outbox(database, clock, wakeUps);
  const [folds, bodies, metrics] = [new Folds(), new Bodies(settings), new InboxMetrics()];
  const folding = new Folding(database, folds, new DueClaims(database, bodies), outbox, metrics);
  return {
    ...{ orm, database, clock, wakeUps, outbox, folds, bodies, metrics, folding, close },
    inbox: new Inbox(database, folding, bodies, wakeUps),
    worker: new InboxWorker(database, folding),
    sweep: new Sweep(database, metrics),
    breaks: new ChainBreaks(database, outbox),
  };
}

export interface Sent {
  readonly id: string;
  readonly type: string;
  readonly created: number;
  readonly object: Record<string, unknown> & { id?: string; object: string };
  readonly previous?: Record<string, unknown>;
}

export function eventOf({ id, type, created, object, previous }: Sent): ProviderEvent {
  const data = previous === undefined ? { object } : { object, previous_attributes: previous };
  return { id, type, created, livemode: false, data };
}

/** A fold that does what the test says, object by object. */
export function foldOf(objects: readonly string[], each: (claim: Claim) => Promise<FoldOutcome>): Fold {
  return {
    provider: 'stripe',
    objects,
    fold: async (claims) => {
      const outcomes = new Map<string, FoldOutcome>();
      for (const claim of claims) outcomes.set(claim.objectKey, await each(claim));
      return outcomes;
    },
  };
}
