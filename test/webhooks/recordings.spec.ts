import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { FrozenClock } from '../../src/kernel/clock.js';
import { Folds } from '../../src/modules/webhooks/fold.js';
import { Inbox } from '../../src/modules/webhooks/inbox/inbox.service.js';
import { InboxWorker } from '../../src/modules/webhooks/inbox/inbox-worker.js';
import { orderChain } from '../../src/modules/webhooks/order/chain.js';
import { startDatabase, type TestDatabase } from '../support/database.js';
import { intakeApp, type IntakeApp } from './intake-app.js';

const FILE = fileURLToPath(new URL('../../../shared/data/stripe/recordings-open.jsonl.gz', import.meta.url));
const recorded = existsSync(FILE) ? describe : describe.skip;

interface Step {
  readonly version: string;
  readonly response: Record<string, unknown>;
}

recorded('real objects of the provider, posted as signed events (skipped where the recordings are absent)', () => {
  let store: TestDatabase;
  let app: IntakeApp;

  beforeAll(async () => {
    store = await startDatabase();
    app = await intakeApp(
      store.database,
      new FrozenClock(new Date('2026-11-21T09:00:00Z'), () => new Date('2026-11-21T09:00:00Z')),
    );
    const inbox = app.nest.get(Inbox);
    app.nest.get(Folds).register({
      provider: 'stripe',
      objects: ['customer', 'subscription', 'invoice', 'payment_intent', 'charge', 'refund', 'price', 'product'],
      fold: async (claims) => {
        const histories = await inbox.histories(claims.map(({ objectKey }) => objectKey));
        for (const events of histories.values())
          orderChain({ events, reduce: (object) => ({ status: object['status'] ?? null }), terminal: () => false });
        return new Map(claims.map(({ objectKey }) => [objectKey, { kind: 'done', changed: true }]));
      },
    });
  });

  afterAll(async () => {
    await app?.close();
    await store?.close();
  });

  it('are all taken, and each is folded or skipped with a reason', async () => {
    let sent = 0;
    for (const object of objects()) {
      for (const api_version of ['2026-10-28.endive', '2026-03-25.dahlia']) {
        sent += 1;
        const created = typeof object['created'] === 'number' ? object['created'] : 1_770_000_000;
        const answer = await app.deliver({
          ...{
            id: `evt_recorded_${sent}`,
            object: 'event',
            api_version,
            created,
            livemode: object['livemode'] === true,
          },
          ...{
            type: `${String(object['object'])}.updated`,
            data: { object, previous_attributes: { status: 'other' } },
          },
        });
        expect(answer.status).toBe(200);
      }
    }
    await app.nest.get(InboxWorker).drain();

    const left = await store.database.query<{ status: string; reason: string | null; n: string }>(
      `select status, outcome ->> 'reason' as reason, count(*)::text as n from webhooks_inbox group by 1, 2 order by 1, 2`,
    );
    process.stdout.write(
      `recorded objects: ${left.map(({ status, reason, n }) => `${n} ${reason ?? status}`).join(', ')}\n`,
    );
    expect(left.reduce((sum, { n }) => sum + Number(n), 0)).toBe(sent);
    expect(
      left.filter(
        ({ status, reason }) => status === 'pending' || status === 'dead' || (status === 'skipped' && !reason),
      ),
    ).toEqual([]);
    expect(sent).toBeGreaterThan(200);
  });
});

/** Every object of an answer, lists opened. */
function* objects(): Generator<Record<string, unknown>> {
  for (const line of gunzipSync(readFileSync(FILE)).toString().trim().split('\n')) {
    const { steps } = JSON.parse(line) as { steps: readonly Step[] };
    for (const { response } of steps) yield* within(response);
  }
}

function* within(answer: Record<string, unknown>): Generator<Record<string, unknown>> {
  if (Array.isArray(answer['data'])) for (const one of answer['data']) yield* within(one as Record<string, unknown>);
  else if (typeof answer['object'] === 'string') yield answer;
}
