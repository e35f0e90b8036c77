import {
  CustomerPage,
  Customers,
  ForeignCustomers,
  People,
  Profiles,
  ProviderLinks,
  Tombstones,
} from '../../src/modules/customers/index.js';
import { STAGES } from '../../src/modules/customers/stage.js';
import { Stages } from '../../src/modules/customers/stage.service.js';
import type { Config } from '../../src/platform/config/config.js';
import { Outbox } from '../../src/platform/events/outbox.js';
import { WakeUps } from '../../src/platform/events/wake-ups.js';
import { Cursors } from '../../src/platform/http/cursors.js';
import { aName, words } from '../../src/platform/http/filters.js';
import { PagePipe } from '../../src/platform/http/paged.js';
import { Vault } from '../../src/platform/vault/index.js';
import { startDatabase } from '../support/database.js';

/** What the vault reads of the settings. */
export const keys = {
  pepper: 'a pepper of at least thirty-two bytes',
  encryptionKeys: [{ id: 'k1', key: Buffer.alloc(32, 1) }],
} as unknown as Config;

/** A register of customers of one's own. */
export async function openRegister() {
  const store = await startDatabase();
  const { database, clock } = store;
  const outbox = new Outbox(database, clock, new WakeUps());
  const vault = new Vault(database, keys);
  const tombstones = new Tombstones(database, vault);
  const people = new People(database, clock, vault, tombstones);
  const customers = new Customers(database, clock, outbox, people, tombstones);
  const links = new ProviderLinks(database, clock, outbox);
  const cursors = new Cursors(keys);
  return {
    ...store,
    outbox,
    profiles: new Profiles(database, outbox, people, links),
    page: new CustomerPage(database, vault, links),
    stages: new Stages(database, outbox),
    /** A page as a request asks for it. */
    asked: (query: Record<string, string>) =>
      new PagePipe(cursors).transform({
        filters: { email: aName, stage: words(...STAGES), provider_id: aName },
        query,
        route: 'customers',
      }),
    vault,
    people,
    customers,
    links,
    foreign: new ForeignCustomers(database, outbox, people, customers, links),
    count: async (table: string) =>
      Number((await database.query<{ n: string }>(`select count(*) as n from customers_${table}`))[0]?.n),
    told: async () =>
      (await database.query<{ type: string }>('select type from platform_event order by seq')).map(({ type }) => type),
  };
}

export type Register = Awaited<ReturnType<typeof openRegister>>;
