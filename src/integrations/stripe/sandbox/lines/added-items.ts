import type { Params } from '../params.js';
import { inlinePrice } from '../prices/prices.js';
import { invalid, parameterMissing } from '../sandbox.errors.js';
import type { Span } from '../subscription-calendar.js';
import { spanOf } from '../subscription-items.js';
import type { Unit } from '../unit.js';
import type { InvoiceItem, Price, Subscription } from '../wire.js';
import { describedItem } from './described-item.js';

/** One-time items that a call puts on the next invoice of a subscription. Not yet told. */
export async function addedItems(unit: Unit, params: Params, subscription: Subscription): Promise<InvoiceItem[]> {
  const asked = params.each('add_invoice_items') ?? [];
  if (asked.length === 0) return [];
  const customer = await unit.get('customer', subscription.customer);
  const items: InvoiceItem[] = [];
  for (const given of asked) {
    const price = await oneTime(unit, given, 'add_invoice_items[0][price]');
    const [period, { id, currency }] = [spanFor(given, subscription, unit.at), subscription];
    const item = await describedItem(unit, given, { customer, subscription: id, price: price.id, currency, period });
    items.push(unit.add(item));
    given.done();
  }
  return items;
}

/** The one-time price that is named or described. */
export async function oneTime(unit: Unit, given: Params, param: string): Promise<Price> {
  const named = given.text('price');
  const price = named === undefined ? await inlinePrice(unit, given) : await unit.get('price', named, param);
  if (!price) throw parameterMissing(param);
  if (price.recurring) throw invalid('Only prices with `type=one_time` can be added to an invoice.', { param });
  return price;
}

/** Unless it says otherwise, an added item is for the period of the subscription. */
function spanFor(given: Params, subscription: Subscription, now: number): Span {
  const running = spanOf(subscription);
  const { start, end } = periodSaid(given);
  const from = { now, timestamp: start.timestamp ?? now, max_item_period_start: running.start };
  const until = { timestamp: end.timestamp ?? running.end, min_item_period_end: running.end };
  return { start: from[start.type], end: until[end.type] };
}

interface Point<Type> {
  readonly type: Type;
  readonly timestamp?: number;
}

/** From when until when an added item is, as its call says it. */
export function periodSaid(given: Params): {
  start: Point<'max_item_period_start' | 'now' | 'timestamp'>;
  end: Point<'min_item_period_end' | 'timestamp'>;
} {
  const period = given.below('period');
  const [start, end] = [period?.below('start'), period?.below('end')];
  const said = {
    start: {
      type: start?.choice('type', ['max_item_period_start', 'now', 'timestamp']) ?? 'max_item_period_start',
      ...at(start),
    },
    end: { type: end?.choice('type', ['min_item_period_end', 'timestamp']) ?? 'min_item_period_end', ...at(end) },
  } as const;
  for (const part of [start, end, period]) part?.done();
  return said;
}

function at(point: Params | undefined): { timestamp?: number } {
  const timestamp = point?.whole('timestamp');
  return timestamp === undefined ? {} : { timestamp };
}
