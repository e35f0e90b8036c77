import type { Answer, Metric } from './metric.js';
import { major, ratio } from './printed.js';
import type { Granularity, Reason, Unconverted } from './screen.js';
import type { Span } from './span.js';
import { wilson } from './wilson.js';

/** Below so many a propensity is not given: it would be chance. */
export const MIN_N = 20;

interface Period {
  readonly from: string;
  readonly to: string;
  readonly timezone: 'UTC';
  readonly complete: boolean;
}

/** What every figure is printed with. */
export interface Frame {
  readonly currency: string;
  readonly asOf: Date;
  readonly knownAt: Date;
  readonly now: Date;
  readonly policyVersion: number;
  readonly minN: number;
  readonly behind: number;
  readonly livemode: boolean;
}

/** A figure as it is answered; the first members alone where it stands under `figures`. */
export interface FigureView {
  readonly metric: string;
  readonly value: number | null;
  readonly unit: 'money' | 'count' | 'ratio';
  readonly currency: string | null;
  readonly numerator: number | null;
  readonly denominator: number | null;
  readonly n: number;
  readonly interval: { method: 'wilson'; level: 0.95; low: number; high: number } | null;
  readonly below_floor?: true;
  readonly period: Period;
  readonly as_of: string;
  readonly known_at: string;
  readonly policy_version: number;
  readonly definition: string;
  readonly coverage: { readonly complete: boolean; readonly behind: number };
  readonly unconverted: readonly Unconverted[];
  readonly livemode: boolean;
  readonly reason: Reason | null;
  readonly explain: string;
}

/** A figure and the same over each step of its period; a step that has not ended is not complete. */
export interface FigureSeries extends FigureView {
  readonly granularity: Granularity;
  readonly series: readonly (FigureView & { readonly complete: boolean })[];
}

export function figureOf(
  metric: Metric,
  answer: Answer,
  span: Span,
  frame: Frame,
  unconverted: readonly Unconverted[],
): FigureView {
  const few = metric.floor && answer.n < frame.minN && answer.value !== null;
  const lifted = metric.floor && answer.n < MIN_N && frame.minN < MIN_N;
  const value = few ? null : answer.value;
  return {
    metric: metric.name,
    value: printedValue(metric, value, frame.currency),
    unit: metric.unit,
    currency: metric.unit === 'money' || answer.of?.startsWith('money') ? frame.currency : null,
    ...parts(answer, frame.currency),
    n: answer.n,
    interval: value === null ? null : intervalOf(metric, answer),
    ...(lifted ? { below_floor: true as const } : {}),
    period: periodOf(span, frame.now),
    as_of: frame.asOf.toISOString(),
    known_at: frame.knownAt.toISOString(),
    policy_version: frame.policyVersion,
    definition: 'standard',
    coverage: { complete: unconverted.length === 0 && frame.behind === 0, behind: frame.behind },
    unconverted,
    livemode: frame.livemode,
    reason: few ? 'too_few' : (answer.reason ?? null),
    explain: explainPath(metric.name, span, frame),
  };
}

/** The question again, with its bounds found, so that the explanation is of the same figure tomorrow. */
export function explainPath(
  metric: string,
  span: Span,
  { knownAt, currency }: Pick<Frame, 'knownAt' | 'currency'>,
): string {
  const query = new URLSearchParams({
    from: new Date(span.from).toISOString(),
    to: new Date(span.to).toISOString(),
    known_at: knownAt.toISOString(),
    currency,
    explain: '1',
  });
  return `/api/v1/analytics/metrics/${metric}?${query.toString()}`;
}

function periodOf({ from, to }: Span, now: Date): Period {
  return {
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    timezone: 'UTC',
    complete: to <= now.getTime() + 1,
  };
}

function printedValue({ unit }: Metric, value: number | null, currency: string): number | null {
  if (value === null) return null;
  if (unit === 'money') return major(value, currency);
  return unit === 'ratio' ? ratio(value) : value;
}

function parts({ numerator, denominator, of }: Answer, currency: string) {
  const money = (minor: number | undefined) => (minor === undefined ? null : major(minor, currency));
  const count = (number: number | undefined) => number ?? null;
  return {
    numerator: of === 'count' ? count(numerator) : money(numerator),
    denominator: of === 'money' ? money(denominator) : count(denominator),
  };
}

function intervalOf({ floor, unit }: Metric, { numerator, denominator, of }: Answer): FigureView['interval'] {
  if (!floor || unit !== 'ratio' || of !== 'count' || !denominator) return null;
  const { low, high } = wilson(numerator ?? 0, denominator);
  return { method: 'wilson', level: 0.95, low: ratio(low), high: ratio(high) };
}
