/** Seven roles, assigned by an owner, several per person. */
export const ROLES = ['owner', 'finance', 'growth', 'support', 'ops', 'developer', 'auditor'] as const;

export type Role = (typeof ROLES)[number];

/** R read, W write (and read), P propose, A approve, m reads with personal fields masked; - nothing. */
const TABLE = {
  //                       owner finance growth support ops dev auditor
  customers: ['W', 'R', 'm', 'W', 'm', 'm', 'm'],
  catalogue: ['WA', 'W', 'W', 'R', '-', 'R', 'R'],
  payments: ['PAR', 'PAR', 'R', 'PR', 'R', 'R', 'R'],
  subscriptions: ['W', 'W', 'R', 'W', 'R', 'R', 'R'],
  ledger: ['RA', 'WA', '-', '-', 'R', '-', 'R'],
  analytics: ['R', 'R', 'R', 'R', 'R', 'R', 'R'],
  webhooks: ['W', 'R', '-', 'R', 'W', 'W', 'R'],
  people: ['WA', '-', '-', '-', '-', '-', 'R'],
} as const satisfies Record<string, readonly [string, string, string, string, string, string, string]>;

export type Area = keyof typeof TABLE;
export type Right = 'read' | 'write' | 'propose' | 'approve';

const LETTERS: Record<Right, readonly string[]> = {
  read: ['R', 'W', 'm'],
  write: ['W'],
  propose: ['P', 'W'],
  approve: ['A'],
};

/** The one question screens, actions, data routes and navigation ask. What the table does not allow does not exist. */
export function may(roles: readonly string[], right: Right, area: Area): boolean {
  return held(roles, area).some((letters) => LETTERS[right].some((letter) => letters.includes(letter)));
}

/** Whether names and addresses of customers are shown to these roles. */
export function seesPersons(roles: readonly string[]): boolean {
  return held(roles, 'customers').some((letters) => letters !== 'm' && letters !== '-');
}

/** Where `/admin` leads: the overview for most, the inbox for whoever runs the machine. */
export function firstPage(roles: readonly string[]): string {
  return roles.length > 0 && roles.every((role) => role === 'ops')
    ? '/admin/resources/webhooks_inbox'
    : '/admin/revenue';
}

/** What a person finds and may change, for the frame around every page. */
export function reachOf(roles: readonly string[]): { places: Place[]; rights: string[] } {
  return { places: placesFor(roles), rights: rightsOf(roles) };
}

function rightsOf(roles: readonly string[]): string[] {
  const changing = (Object.keys(LETTERS) as Right[]).filter((right) => right !== 'read');
  return (Object.keys(TABLE) as Area[]).flatMap((area) =>
    changing.filter((right) => may(roles, right, area)).map((right) => `${right} ${area}`),
  );
}

/** A place in the navigation, the same in the dashboard and in the back office. */
export interface Place {
  readonly group: string;
  readonly label: string;
  readonly href: string;
}

const PLACES: readonly (Place & { area: Area })[] = [
  { group: 'Revenue', label: 'Overview', href: '/admin/revenue', area: 'analytics' },
  { group: 'Customers', label: 'Customers', href: '/admin/resources/customers_customer', area: 'customers' },
  { group: 'Customers', label: 'Subscriptions', href: '/admin/resources/billing_subscription', area: 'subscriptions' },
  { group: 'Customers', label: 'Invoices', href: '/admin/resources/billing_invoice', area: 'subscriptions' },
  { group: 'Money', label: 'Payments', href: '/admin/resources/billing_payment', area: 'payments' },
  { group: 'Money', label: 'Calls', href: '/admin/resources/billing_intent', area: 'payments' },
  { group: 'Money', label: 'Journals', href: '/admin/resources/ledger_journal', area: 'ledger' },
  { group: 'System', label: 'Inbox', href: '/admin/resources/webhooks_inbox', area: 'webhooks' },
  { group: 'System', label: 'Endpoints', href: '/admin/resources/webhooks_endpoint', area: 'webhooks' },
  { group: 'System', label: 'Deliveries', href: '/admin/resources/webhooks_delivery', area: 'webhooks' },
  { group: 'System', label: 'Consumers', href: '/admin/resources/platform_consumer', area: 'webhooks' },
];

export function placesFor(roles: readonly string[]): Place[] {
  return PLACES.filter(({ area }) => may(roles, 'read', area)).map(({ group, label, href }) => ({
    group,
    label,
    href,
  }));
}

function held(roles: readonly string[], area: Area): string[] {
  return ROLES.flatMap((role, index) => (roles.includes(role) ? [TABLE[area][index] ?? '-'] : []));
}
