import { dice, shuffled } from '../../../../kernel/dice.js';

/** What can be made to go wrong on the way of an event. */
export const DELIVERY_FAULTS = [
  'duplicate',
  'reorder',
  'delay',
  'drop',
  'burst',
  'bad_signature',
  'stale',
  'future',
  'second_body',
  'receiver_down',
  'receiver_slow',
] as const;

/** What can be made to go wrong with a call. */
export const CALL_FAULTS = [
  'rate_limit',
  'lock_timeout',
  'error_before',
  'error_after',
  'error_kept',
  'unavailable',
  'timeout_before',
  'timeout_after',
  'cut_before',
  'cut_after',
] as const;

export type Fault = (typeof DELIVERY_FAULTS)[number] | (typeof CALL_FAULTS)[number];

export interface FaultOrder {
  /** How many deliveries or calls it befalls; one unless given. */
  readonly times?: number | undefined;
  /** How likely it befalls each that could be, from 0 to 1; certain unless given. */
  readonly chance?: number | undefined;
  /** Makes the chances and the shuffling repeat themselves. */
  readonly seed?: string | undefined;
  /** Only events of these types, or calls like `POST /v1/refunds`; a `*` at the end stands for the rest. */
  readonly only?: readonly string[] | undefined;
  /** How many deliveries are put in another order among themselves; a whole batch unless given. */
  readonly window?: number | undefined;
  /** How long a delay lasts, in business time. */
  readonly seconds?: number | undefined;
}

interface Ordered extends FaultOrder {
  left: number;
  /** The second a burst began in. */
  second?: number;
  readonly next: () => number;
}

/** Faults on request: each is used up by the next deliveries or calls it fits. They live in this process only. */
export class Faults {
  private readonly orders = new Map<Fault, Ordered>();

  /** One order for a fault at a time; a new one takes the place of the last, and none of it is left with 0 times. */
  order(fault: Fault, wanted: number | FaultOrder): void {
    const order = typeof wanted === 'number' ? { times: wanted } : wanted;
    this.orders.set(fault, { ...order, left: order.times ?? 1, next: dice(`${order.seed ?? ''}:${fault}`) });
  }

  clear(): void {
    this.orders.clear();
  }

  /** Uses a fault up on something, if it is ordered and fits. */
  take(fault: Fault, on = ''): FaultOrder | undefined {
    const order = this.orders.get(fault);
    if (!order || order.left === 0 || !fits(order, on)) return undefined;
    if (order.chance !== undefined && order.next() >= order.chance) return undefined;
    order.left -= 1;
    return order;
  }

  /** Puts deliveries in another order, if that is wanted: windows turned round, or shuffled where a seed is given. */
  reordered<Item>(items: readonly Item[]): { items: readonly Item[]; inOrder: boolean } {
    const order = items.length > 1 ? this.orders.get('reorder') : undefined;
    if (!order || !this.take('reorder')) return { items, inOrder: false };
    const size = order.window ?? items.length;
    const windows = Array.from({ length: Math.ceil(items.length / size) }, (_, n) =>
      items.slice(n * size, (n + 1) * size),
    );
    const turned = windows.map((one) => (order.seed === undefined ? one.toReversed() : shuffled(one, order.next)));
    return { items: turned.flat(), inOrder: true };
  }

  /** The second an event bears: its own, or that of the burst it belongs to. */
  secondOf({ type, created }: { readonly type: string; readonly created: number }): number {
    const burst = this.take('burst', type) && this.orders.get('burst');
    if (!burst) return created;
    burst.second ??= created;
    return burst.second;
  }

  get ordered(): Record<string, number> {
    return Object.fromEntries([...this.orders].flatMap(([fault, { left }]) => (left > 0 ? [[fault, left]] : [])));
  }
}

function fits({ only }: FaultOrder, on: string): boolean {
  if (!only || only.length === 0) return true;
  return only.some((one) => (one.endsWith('*') ? on.startsWith(one.slice(0, -1)) : one === on));
}
