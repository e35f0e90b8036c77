/** Resources that are called by us; anything else is counted together, so that labels stay few. */
const RESOURCES = new Set([
  'balance',
  'balance_transactions',
  'charges',
  'checkout',
  'coupons',
  'credit_notes',
  'customers',
  'disputes',
  'events',
  'invoice_payments',
  'invoiceitems',
  'invoices',
  'payment_intents',
  'payment_methods',
  'payouts',
  'prices',
  'products',
  'promotion_codes',
  'refunds',
  'subscription_items',
  'subscription_schedules',
  'subscriptions',
  'tax_rates',
  'transfers',
]);
const VERB = /^[a-z_]+$/;

/** What a call is counted as: `payment_intents.create`, `invoices.pay`. No id gets into it. */
export function operationOf(method: string, url: string): string {
  const [, version, resource = '', id, verb] = new URL(url).pathname.split('/');
  if (version !== 'v1' || !RESOURCES.has(resource)) return 'other';
  if (verb !== undefined && VERB.test(verb)) return `${resource}.${method === 'GET' ? 'list_' : ''}${verb}`;
  if (method === 'DELETE') return `${resource}.delete`;
  if (method === 'GET') return `${resource}.${id === undefined && resource !== 'balance' ? 'list' : 'retrieve'}`;
  return `${resource}.${id === undefined ? 'create' : 'update'}`;
}
