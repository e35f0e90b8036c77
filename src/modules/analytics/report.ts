import { days } from '../../kernel/clock.js';
import { currencyOf } from '../../kernel/currency.js';
import { startOfDay } from '../../kernel/period.js';
import { AsOfInFuture, BadRange, KnownAtInFuture } from './analytics.errors.js';
import type { Granularity } from './screen.js';
import type { Span } from './span.js';

/** What a report was asked for, as it stood on the wire. */
export interface Asked {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly range?: string | undefined;
  readonly as_of?: string | undefined;
  readonly known_at?: string | undefined;
  readonly granularity?: Granularity | undefined;
  readonly currency?: string | undefined;
}

/** What the question is held against: both clocks, the first day anything is known of, the reporting currency. */
export interface Ground {
  readonly now: Date;
  readonly wall: Date;
  readonly first: Date | undefined;
  readonly currency: string;
}

/** A question with its bounds found. */
export interface Report {
  readonly span: Span;
  /** The span of the same length just before. */
  readonly compared: Span;
  readonly asOf: Date;
  readonly knownAt: Date | undefined;
  readonly granularity: Granularity | undefined;
  readonly currency: string;
}

export const PRESETS = ['7d', '30d', '90d', 'mtd', 'qtd', 'ytd', '12m', 'all'] as const;
export type Preset = (typeof PRESETS)[number];

/** @throws BadRange, AsOfInFuture, KnownAtInFuture, UnknownCurrency */
export function reportOf(asked: Asked, ground: Ground, usual: Preset): Report {
  const end = endOf(asked, ground.now);
  const from = asked.from ? instantOf(asked.from) : startOf(asked.range ?? usual, end, ground.first);
  if (from >= end.bound)
    throw new BadRange(`${asked.from ?? asked.range ?? ''} to ${asked.to ?? asked.as_of ?? 'now'}`);
  const currency = asked.currency ? currencyOf(asked.currency) : ground.currency;
  return {
    span: { from, to: end.bound },
    compared: { from: from - (end.bound - from), to: from },
    asOf: end.asOf,
    knownAt: knownAt(asked.known_at, ground.wall),
    granularity: asked.granularity,
    currency,
  };
}

interface End {
  /** The first instant that no longer counts. */
  readonly bound: number;
  readonly asOf: Date;
}

/** A day is meant whole; an instant includes what happens at it; `to` is the first instant after. */
function endOf({ to, as_of: asOf }: Asked, now: Date): End {
  if (to) return { bound: instantOf(to), asOf: new Date(Math.min(instantOf(to), now.getTime())) };
  if (!asOf) return { bound: now.getTime() + 1, asOf: now };
  const at = instantOf(asOf);
  if (at > now.getTime()) throw new AsOfInFuture(new Date(at), now);
  const bound = isDay(asOf) ? at + days(1) : at + 1;
  return { bound, asOf: new Date(isDay(asOf) ? bound : at) };
}

function startOf(range: string, { bound, asOf }: End, first: Date | undefined): number {
  if (range === 'all') return Math.min(first?.getTime() ?? Infinity, bound - days(1));
  const length = /^(\d+)d$/.exec(range)?.[1];
  if (length && PRESETS.some((preset) => preset === range)) return asOf.getTime() - days(Number(length));
  const start = new Date(Date.UTC(asOf.getUTCFullYear(), asOf.getUTCMonth(), 1));
  if (range === 'qtd') start.setUTCMonth(Math.floor(start.getUTCMonth() / 3) * 3);
  else if (range === 'ytd') start.setUTCMonth(0);
  else if (range === '12m') start.setUTCMonth(start.getUTCMonth() - 11);
  else if (range !== 'mtd') throw new BadRange(range);
  return Math.min(start.getTime(), bound - 1);
}

function knownAt(asked: string | undefined, wall: Date): Date | undefined {
  if (!asked) return undefined;
  const at = instantOf(asked);
  const known = new Date(isDay(asked) ? Math.min(at + days(1) - 1, Math.max(at, wall.getTime())) : at);
  if (known > wall) throw new KnownAtInFuture(known);
  return known;
}

function instantOf(text: string): number {
  const at = isDay(text) ? startOfDay(text) : new Date(text);
  const shaped = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d))?$/.test(text);
  if (!shaped || Number.isNaN(at.getTime())) throw new BadRange(text);
  return at.getTime();
}

function isDay(text: string): boolean {
  return text.length === 10;
}
