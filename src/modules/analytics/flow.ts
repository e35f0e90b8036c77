import { splitMinor } from '../../kernel/money.js';
import type { Kind, MovementReason } from './movement.js';
import type { ItemChange } from './movement-reason.js';
import type { ItemWorth } from './recurring-value.js';

/** Value that came to or went from one plan of one item at one instant: `from` and `to` are yearly minor units. */
export interface Flow {
  readonly subscriptionId: string;
  readonly itemKey: string;
  readonly planId: string;
  readonly interval: string;
  readonly currency: string;
  readonly from: number;
  readonly to: number;
  readonly reason: MovementReason;
  readonly providerEvent: string | null;
  readonly inboxEvent: string | null;
}

export interface KindOfFlow extends Flow {
  readonly kind: Kind;
}

/** An item's change as flows. A change of plan, interval or currency is two: what one side lost and the other won. */
export function flowsOf(change: ItemChange, reason: MovementReason, from: number, to: number): Flow[] {
  const { before, after, subscriptionId, itemKey, worthAfter } = change;
  const { providerEvent, inboxEvent } = worthAfter.version;
  const flow = ({ planId, interval, currency }: ItemWorth, start: number, end: number): Flow[] =>
    start === end
      ? []
      : [
          {
            subscriptionId,
            itemKey,
            planId,
            interval,
            currency,
            from: start,
            to: end,
            reason,
            providerEvent,
            inboxEvent,
          },
        ];
  if (before && after && sideOf(before) !== sideOf(after)) return [...flow(before, from, 0), ...flow(after, 0, to)];
  const item = after ?? before;
  return item ? flow(item, from, to) : [];
}

/**
 * Gains and losses of one currency at one instant net first: the smaller side becomes moves, matched by moves of the
 * larger side; only the rest is expansion or contraction.
 */
export function netted(flows: readonly Flow[]): KindOfFlow[] {
  return [...Map.groupBy(flows, ({ currency }) => currency).values()].flatMap(nettedInCurrency);
}

function nettedInCurrency(flows: readonly Flow[]): KindOfFlow[] {
  const gains = flows.filter(({ from, to }) => to > from);
  const losses = flows.filter(({ from, to }) => to < from);
  const growth = sizeOf(gains) >= sizeOf(losses);
  const [large, small] = growth ? [gains, losses] : [losses, gains];
  const matched = sizeOf(small);
  const shares =
    matched === 0
      ? large.map(() => 0)
      : splitMinor(
          matched,
          large.map(({ from, to }) => Math.abs(to - from)),
        );
  return [
    ...small.map((flow) => ({ ...flow, kind: 'move' as const })),
    ...large.flatMap((flow, index) => parted(flow, shares[index] ?? 0, growth ? 'expansion' : 'contraction')),
  ];
}

/** The part of a flow that only moved, then the rest of it, which is real. */
function parted(flow: Flow, share: number, kind: Kind): KindOfFlow[] {
  const middle = flow.from + (flow.to > flow.from ? share : -share);
  return [
    { ...flow, to: middle, kind: 'move' as const },
    { ...flow, from: middle, kind },
  ].filter(({ from, to }) => from !== to);
}

function sizeOf(flows: readonly Flow[]): number {
  return flows.reduce((sum, { from, to }) => sum + Math.abs(to - from), 0);
}

function sideOf({ planId, interval, currency }: ItemWorth): string {
  return `${planId}|${interval}|${currency}`;
}
