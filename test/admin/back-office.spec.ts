import AdminJS, { Filter } from 'adminjs';
import { backOffice, writingActions } from '../../src/admin/back-office.js';
import { actsBy, type UseCases } from '../../src/admin/acts/index.js';
import { columnsOf } from '../../src/admin/adapter/column.js';
import { may, ROLES } from '../../src/admin/policy.js';
import { startDatabase, type TestDatabase } from '../support/database.js';

const DIRECT = ['new', 'edit', 'delete', 'bulkDelete'];

/** Thousands, of which four were given up; about two of them somebody has decided. */
const EVENTS = [
  'delete from webhooks_inbox',
  'delete from webhooks_dismissal',
  `insert into webhooks_inbox (seq, id, provider, account, external_id, source, type, object_key, occurred_at, body_sha256, status)
   select n, gen_random_uuid(), 'stripe', 'self', 'evt_' || n, 'webhook', 'charge.succeeded', 'stripe:self:charge:' || n,
     now(), '', case when n % 2000 = 0 then 'dead' else 'done' end from generate_series(1, 8000) n`,
  `insert into webhooks_dismissal (inbox_id, reason, dismissed_by, dismissed_at)
   select id, '', '', now() from webhooks_inbox where status = 'dead' and seq % 4000 <> 0`,
  'analyze webhooks_inbox',
];

const EVENT = '0199a000-0000-7000-8000-000000000009';

const IRREGULAR = [
  `insert into webhooks_inbox (seq, id, provider, account, external_id, source, type, object_key, occurred_at, body_sha256, status)
   overriding system value
   values (9000, '${EVENT}', 'stripe', 'self', 'evt_9000', 'webhook', 'customer.subscription.updated',
     'stripe:self:subscription:sub_9', now(), '', 'done')`,
  `insert into webhooks_conflict (id, inbox_id, first_sha256, second_sha256, headers, body)
   values (gen_random_uuid(), '${EVENT}', '\\x01', '\\x02', '{}', '')`,
  `insert into webhooks_chain_break (id, object_key, kind, event_id, expected, occurred_at)
   values (gen_random_uuid(), 'stripe:self:subscription:sub_9', 'gap', 'evt_9000', 'a', now())`,
];

describe('the back office', () => {
  let store: TestDatabase;
  let admin: AdminJS;

  beforeAll(async () => {
    store = await startDatabase();
    admin = backOffice({
      database: store.database,
      nameCustomers: async () => undefined,
      standConsumers: async () => undefined,
      // Named and not called: what they do has stories of its own.
      acts: actsBy({} as UseCases, store.clock),
    });
  });

  afterAll(() => store.close());

  const actions = () =>
    admin.resources.flatMap((resource) =>
      Object.values(resource.decorate().actions).map((action) => ({ resource, action })),
    );

  it('knows which actions change something, and each of them is known', () => {
    expect([...writingActions(admin)]).toEqual([
      ...['capture', 'release', 'cancel'].map((act) => `billing_payment/${act}`),
      ...['billing_intent/happened', 'billing_intent/cameToNothing'],
      ...['webhooks_inbox/replay', 'webhooks_inbox/dismiss'],
      ...['test', 'enable', 'disable', 'rotateSecret', 'replayRange', 'replayFailed'].map(
        (act) => `webhooks_endpoint/${act}`,
      ),
      'webhooks_delivery/replay',
    ]);
  });

  it('would count an action somebody adds', () => {
    const [first] = admin.resources;
    const added = new AdminJS({
      resources: [
        {
          resource: (first as unknown as { table: object }).table,
          options: { actions: { wipe: { actionType: 'record' } } },
        },
      ],
    });
    expect([...writingActions(added)]).toEqual(['customers_customer/wipe']);
  });

  it.each(DIRECT)('lets nobody %s a row', (name) => {
    const found = actions().filter(({ action }) => action.name === name);
    expect(found).toHaveLength(admin.resources.length);
    for (const { action } of found) expect(action.isAccessible({ roles: ['owner'] } as never)).toBe(false);
  });

  it('has no way to write, whatever calls it', async () => {
    for (const resource of admin.resources) {
      await expect(resource.create({})).rejects.toThrow();
      await expect(resource.update('1', {})).rejects.toThrow();
      await expect(resource.delete('1')).rejects.toThrow();
    }
  });

  it.each(ROLES)('shows %s what the policy says and nothing else', (role) => {
    const shown = actions()
      .filter(({ action }) => action.name === 'list' && action.isAccessible({ roles: [role] } as never))
      .map(({ resource }) => resource.id());
    const areas = {
      customers_customer: 'customers',
      billing_subscription: 'subscriptions',
      billing_invoice: 'subscriptions',
      billing_payment: 'payments',
      ledger_journal: 'ledger',
      ledger_entry: 'ledger',
      billing_intent: 'payments',
      webhooks_inbox: 'webhooks',
      webhooks_dismissal: 'webhooks',
      webhooks_chain_break: 'webhooks',
      webhooks_conflict: 'webhooks',
      webhooks_endpoint: 'webhooks',
      webhooks_delivery: 'webhooks',
      webhooks_attempt: 'webhooks',
      platform_consumer: 'webhooks',
      platform_parked_event: 'webhooks',
    } as const;
    const allowed = Object.entries(areas).filter(([, area]) => may([role], 'read', area));
    expect(shown).toEqual(allowed.map(([id]) => id));
  });

  it('lists every one of them', async () => {
    for (const one of admin.resources) {
      expect(await one.find(new Filter({}, one), { limit: 5, offset: 0, sort: { sortBy: 'id' } })).toEqual([]);
      expect(await one.count(new Filter({ id: 'none' }, one))).toBe(0);
    }
  });

  it.each([
    { filter: { status: 'dead' }, shown: ['8000', '4000'], by: 'webhooks_inbox_dead_index' },
    { filter: { status: 'dismissed' }, shown: ['6000', '2000'], by: 'webhooks_inbox_dead_index' },
    { filter: {}, shown: ['8000', '7999'], by: 'webhooks_inbox_pkey' },
  ])('finds the newest events of $filter without reading all there are', async ({ filter, shown, by }) => {
    for (const statement of EVENTS) await store.database.query(statement);
    const inbox = admin.findResource('webhooks_inbox');
    const asked: string[] = [];
    store.database.onQuery = (sql) => void asked.push(sql);
    const newest = { limit: 2, offset: 0, sort: { sortBy: 'seq', direction: 'desc' as const } };
    const found = await inbox.find(new Filter(filter, inbox), newest);
    store.database.onQuery = undefined;
    expect(found.map(({ params }) => String(params['seq']))).toEqual(shown);

    const plan = JSON.stringify(await store.database.query(`explain ${asked[0]}`, Object.values(filter)));
    expect(plan).toContain(by);
    expect(plan).not.toContain('Seq Scan on webhooks_inbox');
  });

  it('shows with an event what did not go as it should: its second bodies, and the gaps in the history of its object', async () => {
    for (const statement of IRREGULAR) await store.database.query(statement);
    const inbox = admin.findResource('webhooks_inbox');
    const event = (await inbox.findOne(EVENT))?.params ?? {};
    const shown = async (label: string) => {
      const { custom } = inbox.decorate().options.properties?.[label] ?? {};
      const { resource: id, field, by = 'id' } = custom as { resource: string; field: string; by?: string };
      const other = admin.findResource(id);
      const own = { limit: 5, offset: 0, sort: { sortBy: 'id' } };
      return (await other.find(new Filter({ [field]: event[by] }, other), own)).map(({ params }) => params);
    };

    expect(await shown('conflicts')).toMatchObject([{ inboxId: EVENT, firstSha256: '01', secondSha256: '02' }]);
    expect(await shown('chain breaks')).toMatchObject([{ objectKey: 'stripe:self:subscription:sub_9', kind: 'gap' }]);
  });

  it('shows no sealed column', () => {
    const names = admin.resources.flatMap((resource) => resource.properties().map((property) => property.path()));
    expect(names.filter((name) => /sealed|secret(?!Label)|password|blind|body/i.test(name))).toEqual([]);
  });

  it('stops the boot on a column that is not there', () => {
    const meta = store.orm.getMetadata().getByClassName('Payment');
    expect(() => columnsOf(meta, ['id', 'colour'])).toThrow('billing_payment has no column for colour.');
  });
});
