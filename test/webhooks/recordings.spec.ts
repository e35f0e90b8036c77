import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { startApp, type TestApp } from '../support/app.js';
import { signed } from './intake-app.js';

const FOLDER = fileURLToPath(new URL('../../../shared/data/stripe/', import.meta.url));
const [RECORDINGS, EVENT_TYPES] = ['recordings-open.jsonl.gz', 'event-types-23.1.json'];
const recorded = existsSync(join(FOLDER, RECORDINGS)) ? describe : describe.skip;
/** Folded, and set aside until it is asked for in the first form. */
const VERSIONS = ['2026-10-28.endive', '2026-03-25.dahlia'] as const;

type ProviderObject = Readonly<Record<string, unknown>>;

recorded('real objects of the provider, posted as signed events (skipped where the recordings are absent)', () => {
  let app: TestApp;
  let sent = 0;

  beforeEach(async () => {
    [app, sent] = [await startApp(), 0];
  });
  afterEach(() => app?.close());

  const deliver = async (type: string, object: ProviderObject, version: string): Promise<void> => {
    const body = JSON.stringify(eventOf(`evt_real_${(sent += 1)}`, type, version, object));
    const [secret = ''] = app.config.stripe.webhookSecrets;
    const headers = { 'stripe-signature': signed(Buffer.from(body), secret, app.sandbox.clock.wall()) };
    const { status } = await fetch(`${app.url}/webhooks/stripe`, { method: 'POST', headers, body });
    expect([type, status]).toEqual([type, 200]);
  };

  /** Nothing is refused, given up or set aside without a word. @returns the objects that were folded, or wait for others */
  const takenUp = async (): Promise<string[]> => {
    await app.settle();
    const rows = await app.database.query<Outcome>(OUTCOMES);
    expect(rows.reduce((sum, { n }) => sum + n, 0)).toBe(sent);
    expect(rows.filter((row) => !isDecided(row))).toEqual([]);
    expect(await app.database.query('select consumer, last_error from platform_parked_event')).toEqual([]);
    for (const list of LISTS) expect([list, (await app.get(`/api/v1/revenue/${list}`)).status]).toEqual([list, 200]);
    return [...new Set(rows.flatMap(({ object, status }) => (status === 'skipped' ? [] : [object])))].toSorted();
  };

  it('are all taken, and each is folded, waits for what it belongs to, or is skipped with a reason', async () => {
    const types = eventTypes();
    for (const [n, object] of [...objectsOf(recordings())].entries()) {
      const all = types.get(String(object['object'])) ?? ['something.unheard.of'];
      for (const version of VERSIONS) await deliver(all[n % all.length] ?? '', object, version);
    }
    expect(sent).toBeGreaterThan(200);
    expect(await takenUp()).toEqual(['customer', 'invoice', 'payment_intent', 'subscription']);
  }, 120_000);

  it('so is an example of each kind of event there is', async () => {
    const examples = read<{ resources: Record<string, ProviderObject> }>('fixtures3.json.gz').resources;
    for (const [object, types] of eventTypes()) {
      const example = examples[object];
      if (example) for (const type of types) await deliver(type, example, VERSIONS[0]);
    }
    expect(sent).toBeGreaterThan(250);
    expect(await takenUp()).toEqual([...FOLDED]);
  }, 120_000);
});

const FOLDED = [
  'charge',
  'coupon',
  'credit_note',
  'customer',
  'discount',
  'dispute',
  'invoice',
  'payment_intent',
  'payout',
  'price',
  'product',
  'subscription',
];

/** Where what was folded is shown. */
const LISTS = ['customers', 'products', 'prices', 'subscriptions', 'invoices', 'payments', 'disputes', 'payouts'];

interface Outcome {
  readonly object: string;
  readonly status: string;
  readonly reason: string | null;
  readonly n: number;
}

const OUTCOMES = `
  select split_part(object_key, ':', 3) as object, status, outcome ->> 'reason' as reason, last_error, count(*)::int as n
  from webhooks_inbox group by 1, 2, 3, 4 order by 1, 2, 3`;

function isDecided({ status, reason }: Outcome): boolean {
  return status === 'done' || status === 'waiting' || (status === 'skipped' && reason !== null);
}

function eventOf(id: string, type: string, api_version: string, object: ProviderObject): object {
  const created = typeof object['created'] === 'number' ? object['created'] : 1_770_000_000;
  const data = type.endsWith('.updated') ? { object, previous_attributes: { status: 'other' } } : { object };
  return { id, object: 'event', type, api_version, created, livemode: object['livemode'] === true, data };
}

/** The types of the provider's events by the object they carry. */
function eventTypes(): Map<string, string[]> {
  const by = new Map<string, string[]>();
  for (const [type, { object: name }] of Object.entries(read<Record<string, { object: string }>>(EVENT_TYPES))) {
    const object = name.replaceAll(/\B[A-Z]/g, '_$&').toLowerCase();
    by.set(object, [...(by.get(object) ?? []), type]);
  }
  return by;
}

function recordings(): ProviderObject[] {
  const lines = textOf(RECORDINGS).trim().split('\n');
  return lines.flatMap((line) =>
    (JSON.parse(line) as { steps: { response: ProviderObject }[] }).steps.map(({ response }) => response),
  );
}

/** Every object of the answers, lists opened. */
function* objectsOf(answers: readonly ProviderObject[]): Generator<ProviderObject> {
  for (const answer of answers) {
    if (Array.isArray(answer['data'])) yield* objectsOf(answer['data'] as ProviderObject[]);
    else if (typeof answer['object'] === 'string') yield answer;
  }
}

function read<T>(name: string): T {
  return JSON.parse(textOf(name)) as T;
}

function textOf(name: string): string {
  const bytes = readFileSync(join(FOLDER, name));
  return (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString();
}
