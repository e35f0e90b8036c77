import type { Stripe } from 'stripe';
import { days, minutes } from '../../../kernel/clock.js';
import { resultOf } from './results.js';

/** What looking at the provider says of a call whose answer never came. */
export type Found =
  | { readonly kind: 'found'; readonly object: object }
  /** It has come to another end meanwhile, after which the call can never be carried out. */
  | { readonly kind: 'overtaken'; readonly object: object; readonly status: string }
  /** Everything it could be was seen, and it is not there. */
  | { readonly kind: 'absent' }
  /** There is no way to tell it from others: a person has to look. */
  | { readonly kind: 'unsure' };

/** A call as it was written down. */
export interface CutOff {
  readonly operation: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** The key it was sent under; the provider's events repeat it. */
  readonly key: string;
  /** When it was written down and when it is looked for, in the time the provider dates by. */
  readonly from: Date;
  readonly now: Date;
}

interface Page {
  readonly limit: number;
  readonly created: { readonly gte: number };
  readonly expand?: string[];
}

interface Seen {
  readonly metadata?: Readonly<Record<string, string>> | null;
  readonly request?: { readonly idempotency_key?: string | null } | null;
  readonly data?: { readonly object: { readonly object?: string } };
}

type Params = Readonly<Record<string, unknown>>;
type Fields = Readonly<Record<string, unknown>>;
type Listing = (stripe: Stripe, page: Page, params: Params) => AsyncIterable<object>;

interface Saying {
  /** What the call was to bring about. */
  readonly done: ReadonlySet<string>;
  /** Other ends, behind which nothing leads to it any more. */
  readonly over?: ReadonlySet<string>;
  /** Whether that end is the one asked for; any is, where nothing is said of it. */
  readonly asAsked?: (params: Params, object: Fields) => boolean;
}

/** The provider's clock and ours may differ by as much. */
const SKEW = minutes(5);
/** Events are listed for thirty days; that none is there proves nothing of what is older. */
const EVENTS_KEPT = days(29);
/** Beyond this many a list proves nothing. */
const MOST = 10_000;

/** Where what a call makes would be listed. Lists are complete at once; a search is not, so none is used. */
const LISTED: Readonly<Record<string, Listing>> = {
  'customer.create': (stripe, page) => stripe.customers.list(page),
  'product.create': (stripe, page) => stripe.products.list(page),
  'price.create': (stripe, page) => stripe.prices.list(page),
  'payment.create': (stripe, page, { customer }) => stripe.paymentIntents.list({ ...page, ...given({ customer }) }),
  'refund.create': (stripe, page, { payment_intent, charge }) =>
    stripe.refunds.list({ ...page, ...given({ payment_intent, charge }) }),
  'subscription.create': (stripe, page, { customer }) =>
    stripe.subscriptions.list({ ...page, status: 'all', ...given({ customer }) }),
  'credit-note.create': (stripe, page, { invoice }) => stripe.creditNotes.list({ ...page, ...given({ invoice }) }),
  'invoice.create': (stripe, page, { customer }) => stripe.invoices.list({ ...page, ...given({ customer }) }),
};

/** Where the object itself says whether the call was carried out. */
const SAID: Readonly<Record<string, Saying>> = {
  'customer.delete': { done: new Set(['deleted']) },
  'payment.capture': {
    ...{ done: new Set(['succeeded']), over: new Set(['canceled']) },
    asAsked: ({ amount_to_capture: asked }, { amount_received: taken }) => asked === taken,
  },
  'payment.cancel': { done: new Set(['canceled']), over: new Set(['succeeded']) },
  'subscription.cancel': { done: new Set(['canceled']), over: new Set(['incomplete_expired']) },
  // An inquiry that is not answered ends as closed: no money had moved that could be lost.
  'dispute.accept': { done: new Set(['lost', 'warning_closed']), over: new Set(['won', 'prevented']) },
  'credit-note.void': { done: new Set(['void']) },
  'invoice.finalize': { done: new Set(['open', 'paid', 'uncollectible', 'void']) },
  'invoice.pay': { done: new Set(['paid']), over: new Set(['void']) },
  'invoice.void': { done: new Set(['void']), over: new Set(['paid']) },
};

/**
 * Looks for what a call made, by our id in its metadata, for the state it was to bring about, or for what was told of
 * it under its key. Changes nothing.
 */
export async function lookUp(stripe: Stripe, { operation, params, key, from, now }: CutOff): Promise<Found> {
  const said = SAID[operation];
  if (said && typeof params['id'] === 'string')
    return ended(said, params, await resultOf(stripe, operation, params['id']));
  const listed = LISTED[operation];
  const ours = (params['metadata'] as Record<string, string> | undefined)?.['re_id'];
  if (listed && ours !== undefined) {
    return sought(listed(stripe, pageOf(params, from), params), ({ metadata }) => metadata?.['re_id'] === ours);
  }
  const own = objectOf(operation);
  const told = await sought(
    stripe.events.list(pageOf({}, from)),
    ({ request, data }) => request?.idempotency_key === key && data?.object.object === own,
  );
  if (told.kind === 'found') return { kind: 'found', object: nameOf(told.object as Stripe.Event) };
  return now.getTime() - from.getTime() > EVENTS_KEPT ? { kind: 'unsure' } : told;
}

function ended({ done, over, asAsked }: Saying, params: Params, object: object): Found {
  const status = statusOf(object);
  const isIt = done.has(status) && (asAsked?.(params, { ...object }) ?? true);
  if (isIt) return { kind: 'found', object };
  return done.has(status) || over?.has(status) ? { kind: 'overtaken', object, status } : { kind: 'absent' };
}

/** Where an object says whether a call was carried out: as what. Nothing for calls of which it says nothing. */
export function doneAs(operation: string): readonly string[] | undefined {
  const said = SAID[operation];
  return said && [...said.done];
}

/** Of what is deleted nothing is left but that; customers have no other. */
export function statusOf(object: object): string {
  const { deleted, status } = object as { deleted?: boolean; status?: string | null };
  return deleted ? 'deleted' : (status ?? 'there');
}

/** What kind of object a call makes or changes; under its key others are told of too, a payment's charge for one. */
export function objectOf(operation: string): string {
  const [noun = ''] = operation.split('.');
  return { payment: 'payment_intent', 'invoice-item': 'invoiceitem', 'credit-note': 'credit_note' }[noun] ?? noun;
}

async function sought(objects: AsyncIterable<object>, isIt: (one: Seen) => boolean): Promise<Found> {
  let seen = 0;
  for await (const object of objects) {
    if (isIt(object)) return { kind: 'found', object };
    seen += 1;
    if (seen >= MOST) return { kind: 'unsure' };
  }
  return { kind: 'absent' };
}

/** What an event shows is the past: only which object it was is taken from it, the rest is told to the inbox. */
function nameOf({ data }: Stripe.Event): { id: string; object: string } {
  return { id: String((data.object as { id?: string }).id ?? ''), object: 'event' };
}

/** With the same parts as the answer would have had. */
function pageOf({ expand }: Params, from: Date): Page {
  const page = { limit: 100, created: { gte: Math.floor((from.getTime() - SKEW) / 1000) } };
  return Array.isArray(expand) ? { ...page, expand: expand.map((path) => `data.${String(path)}`) } : page;
}

function given(filters: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(filters).filter((one): one is [string, string] => typeof one[1] === 'string'),
  );
}
