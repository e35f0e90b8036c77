import { idOf } from '../mirror/stripe-objects.js';
import { doneAs, objectOf, statusOf } from './look-up.js';

/** What a call asked for and what an object says instead. */
export interface Difference {
  readonly field: string;
  readonly asked: unknown;
  readonly found: unknown;
}

type Fields = Readonly<Record<string, unknown>>;

/** Of what a call asks for, what its object says in the same word and nobody changes afterwards. */
const SAME = [
  ...['customer', 'payment_intent', 'charge', 'invoice', 'product'],
  ...['amount', 'unit_amount', 'currency', 'email'],
];

/**
 * Why an object cannot be what came of a call: another kind, another one than the call was about, somebody else's, over
 * another amount, or not in the state the call was to bring about. One made by hand bears no id of ours, and may be it all the same.
 */
export function differences(operation: string, params: Fields, object: Fields): Difference[] {
  const compared: [field: string, asked: unknown, found: unknown][] = [
    ['object', objectOf(operation), object['object']],
    ['id', params['id'], object['id']],
    ['metadata.re_id', ours(object) === undefined ? undefined : ours(params), ours(object)],
    ...SAME.map((field) => [field, params[field], plain(object[field])] as [string, unknown, unknown]),
    ['amount_received', params['amount_to_capture'], object['amount_received']],
    ['items.price', priceOf(params['items']), priceOf((object['items'] as { data?: unknown } | undefined)?.data)],
  ];
  return [
    ...compared.filter(([, asked, found]) => asked !== undefined && text(asked) !== text(found)),
    ...undone(operation, object),
  ].map(([field, asked, found]) => ({ field, asked, found: found ?? null }));
}

/** What is as if the call had never been made is not what came of it, however well it fits. */
function undone(operation: string, object: Fields): [field: string, asked: unknown, found: unknown][] {
  const [done, status] = [doneAs(operation), statusOf(object)];
  return !done || done.includes(status) ? [] : [['status', done, status]];
}

function ours({ metadata }: Fields): unknown {
  return (metadata as Fields | null | undefined)?.['re_id'];
}

/** A reference is the same whether it was expanded or not. */
function plain(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? idOf(value as { id: string }) : value;
}

function priceOf(items: unknown): unknown {
  return Array.isArray(items) ? plain((items[0] as { price?: unknown } | undefined)?.price) : undefined;
}

function text(value: unknown): string {
  return JSON.stringify(value ?? null).toLowerCase();
}
