import type { Policy } from './policy.js';

/** One item of a subscription as it stood from an instant on. */
export interface VersionItem {
  readonly itemKey: string;
  readonly priceId: string;
  readonly planId: string;
  /** What the plan was called when it was told. */
  readonly planName?: string;
  readonly interval: string;
  readonly intervalCount: number;
  readonly quantity: number;
  readonly metered: boolean;
  /** Its plain yearly value in minor units, lasting discounts taken off. */
  readonly arrMinor: number;
}

export interface SubscriptionVersion {
  readonly seq: number;
  readonly startsAt: string;
  readonly status: string;
  readonly currency: string;
  readonly items: readonly VersionItem[];
  readonly cancelAt: string | null;
  readonly pause: string | null;
  readonly endReason: string | null;
  readonly inboxEvent: string | null;
  readonly providerEvent: string | null;
}

/** `paused` counts nothing and is still subscribed; `none` is not subscribed (on a first trial, free, unpaid, ended). */
export type Standing = 'active' | 'paused' | 'none';

/** What a subscription is worth from an instant on, until the next. */
export interface Worth {
  readonly at: number;
  readonly standing: Standing;
  readonly items: readonly ItemWorth[];
  /** A cancellation is scheduled: what counts now is going to be lost. */
  readonly cancelling: boolean;
  readonly version: SubscriptionVersion;
}

export interface ItemWorth {
  readonly itemKey: string;
  readonly priceId: string;
  readonly planId: string;
  readonly interval: string;
  readonly quantity: number;
  readonly currency: string;
  readonly arrMinor: number;
}

/** The yearly value an item adds while its subscription stands so, in minor units of its currency. */
function annualValue(item: VersionItem, standing: Standing): number {
  return standing === 'active' && !item.metered ? Math.max(0, item.arrMinor) : 0;
}

/** A subscription's worth over time, oldest first. Of several versions at one instant the last one stands. */
export function worthOverTime(versions: readonly SubscriptionVersion[], policy: Policy): Worth[] {
  const line: Worth[] = [];
  for (const [at, version] of standingVersions(versions)) {
    const standing = standingOf(version, line.at(-1), policy);
    line.push({
      at,
      standing,
      items: version.items.map((item) => itemWorth(item, version.currency, standing)),
      cancelling: version.cancelAt !== null && standing === 'active',
      version,
    });
  }
  return line;
}

/** What a subscription is worth at an instant (which belongs to what starts at it); undefined before its first version. */
export function worthAt(line: readonly Worth[], instant: number): Worth | undefined {
  return line.findLast(({ at }) => at <= instant);
}

function standingVersions(versions: readonly SubscriptionVersion[]): [number, SubscriptionVersion][] {
  const sorted = versions.toSorted((a, b) => Date.parse(a.startsAt) - Date.parse(b.startsAt) || a.seq - b.seq);
  return [...new Map(sorted.map((version) => [Date.parse(version.startsAt), version]))];
}

function standingOf(version: SubscriptionVersion, before: Worth | undefined, { settings }: Policy): Standing {
  const subscribed = before !== undefined && before.standing !== 'none';
  // A trial put on a subscription that already counts is a free month, not a new beginning; a paused service is no end.
  const kept = version.status === 'trialing' || version.status === 'paused';
  const counts = settings.counted_statuses.includes(version.status) || (kept && subscribed);
  if (!counts) return 'none';
  if (!version.items.some((item) => annualValue(item, 'active') > 0)) return 'none';
  const zeroed = version.pause !== null && settings.zeroed_pauses.includes(version.pause);
  if (!zeroed && version.status !== 'paused') return 'active';
  return subscribed ? 'paused' : 'none';
}

function itemWorth(item: VersionItem, currency: string, standing: Standing): ItemWorth {
  const { itemKey, priceId, planId, quantity } = item;
  return {
    itemKey,
    priceId,
    planId,
    interval: item.intervalCount === 1 ? item.interval : `${item.intervalCount} ${item.interval}`,
    quantity,
    currency,
    arrMinor: annualValue(item, standing),
  };
}
