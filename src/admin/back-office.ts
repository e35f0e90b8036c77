import AdminJS, { type ResourceWithOptions } from 'adminjs';
import type { Database } from '../platform/database/database.js';
import { columnsOf, type Column } from './adapter/column.js';
import { NoDatabase, TableResource } from './adapter/table-resource.js';
import { Table, type Complete } from './adapter/table.js';
import type { Acts } from './acts/index.js';
import { components } from './components.js';
import { CALL, callResource } from './resources/call.resource.js';
import { CONSUMER, consumerResource, PARKED, PARKED_KEY, parkedResource } from './resources/consumer.resource.js';
import { CUSTOMER, customerResource } from './resources/customer.resource.js';
import {
  ATTEMPT,
  attemptResource,
  DELIVERY,
  deliveryResource,
  ENDPOINT,
  ENDPOINT_STATUS,
  endpointResource,
} from './resources/endpoint.resource.js';
import { DISMISSAL, dismissalResource, INBOX, INBOX_DECIDED, inboxResource } from './resources/inbox.resource.js';
import { INVOICE, invoiceResource } from './resources/invoice.resource.js';
import {
  CHAIN_BREAK,
  chainBreakResource,
  CONFLICT,
  CONFLICT_DIGESTS,
  conflictResource,
} from './resources/irregularity.resource.js';
import { ENTRY, ENTRY_KEY, entryResource, JOURNAL, journalResource } from './resources/journal.resource.js';
import { PAYMENT, paymentResource } from './resources/payment.resource.js';
import { SUBSCRIPTION, subscriptionResource } from './resources/subscription.resource.js';
import { lightTheme } from './theme.js';
import { LOCALE } from './wording.js';

export interface BackOfficeParts {
  readonly database: Database;
  /** Fills in the names and addresses of customers, for roles that see them. */
  readonly nameCustomers: Complete;
  /** How far behind consumers are, which their cursors alone do not say. */
  readonly standConsumers: Complete;
  readonly acts: Acts;
}

AdminJS.registerAdapter({ Database: NoDatabase, Resource: TableResource });

/** The back office: what is looked after, one by one. Its own sign-in, sessions and writing actions are not used. */
export function backOffice(parts: BackOfficeParts): AdminJS {
  const admin = new AdminJS({
    rootPath: '/admin',
    loginPath: '/admin/sign-in',
    logoutPath: '/admin/sign-out',
    componentLoader: components(),
    branding: { companyName: 'Revenue Engine', withMadeWithLove: false, logo: false, theme: lightTheme },
    dashboard: { component: 'RevenueLink' },
    assets: {
      styles: ['/admin/page/tokens.css', '/admin/page/shell.css', '/admin/page/back-office.css'],
      scripts: ['/admin/page/back-office.js'],
    },
    locale: LOCALE,
    resources: resources(parts),
  });
  // The bundle was built ahead; nothing is bundled at run time, whatever the environment says.
  admin.initialize = async () => undefined;
  return admin;
}

/** Actions that change something, `resource/action`: reached by POST only. */
export function writingActions(admin: AdminJS): Set<string> {
  const reading = ['list', 'show', 'search'];
  return new Set(
    admin.resources.flatMap((one) =>
      Object.values(one.decorate().actions)
        .filter(({ name }) => !reading.includes(name) && !NEVER.includes(name))
        .map(({ name }) => `${one.id()}/${name}`),
    ),
  );
}

const NEVER = ['new', 'edit', 'delete', 'bulkDelete'];

interface Draft {
  readonly entity: string;
  readonly columns: readonly string[];
  readonly key?: string;
}

function resources({ database, nameCustomers, standConsumers, acts }: BackOfficeParts): ResourceWithOptions[] {
  const table = ({ entity, columns, key }: Draft, complete?: Complete, own: readonly Column[] = []): Table => {
    const meta = database.orm.getMetadata().getByClassName(entity);
    const keyed = own.some(({ primary }) => primary) ? '' : key;
    return new Table(database, meta, [...own, ...columnsOf(meta, columns, keyed)], complete);
  };
  return [
    customerResource(table(CUSTOMER, nameCustomers)),
    subscriptionResource(table(SUBSCRIPTION)),
    invoiceResource(table(INVOICE)),
    paymentResource(table(PAYMENT), acts.payment),
    journalResource(table(JOURNAL)),
    entryResource(table(ENTRY, undefined, [ENTRY_KEY])),
    callResource(table(CALL), acts.call),
    inboxResource(table(INBOX, undefined, INBOX_DECIDED), acts.inbox),
    dismissalResource(table(DISMISSAL)),
    chainBreakResource(table(CHAIN_BREAK)),
    conflictResource(table(CONFLICT, undefined, CONFLICT_DIGESTS)),
    endpointResource(table(ENDPOINT, undefined, [ENDPOINT_STATUS]), acts.endpoint),
    deliveryResource(table(DELIVERY), acts.delivery),
    attemptResource(table(ATTEMPT)),
    consumerResource(table(CONSUMER, standConsumers)),
    parkedResource(table(PARKED, undefined, [PARKED_KEY])),
  ];
}
