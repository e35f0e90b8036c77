import type { Tile, Unit } from './screen.js';

const MINUS = '\u2212';

export function money(value: number, currency: string, locale?: string): string {
  return `${bare(value, currency, locale)} ${currency.toUpperCase()}`;
}

export function digitsOf(currency: string): number {
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
}

/** Without the currency, where it stands beside. */
export function bare(value: number, currency: string, locale?: string): string {
  const digits = digitsOf(currency);
  return new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits })
    .format(value === 0 ? 0 : value)
    .replace('-', MINUS);
}

/** A number whose unit stands elsewhere. */
export function plain(value: number, locale?: string): string {
  const digits = Number.isInteger(value) ? 0 : 2;
  return new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: 6 })
    .format(value)
    .replace('-', MINUS);
}

export function count(value: number, locale?: string): string {
  return new Intl.NumberFormat(locale).format(value).replace('-', MINUS);
}

/** For axes, where the full figure stands elsewhere. */
export function compact(value: number, locale?: string): string {
  return new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 })
    .format(value)
    .replace('-', MINUS);
}

export function figure(value: number | null, unit: Unit, currency: string, locale?: string): string {
  if (value === null) return '–';
  return unit === 'money' ? money(value, currency, locale) : count(value, locale);
}

export function signed(text: string, value: number): string {
  return value > 0 ? `+${text}` : text;
}

export function percent(ratio: number, locale?: string): string {
  const text = new Intl.NumberFormat(locale, { maximumFractionDigits: 1, minimumFractionDigits: 1 })
    .format(ratio * 100)
    .replace('-', MINUS);
  return signed(`${text} %`, ratio);
}

const REASONS: Record<string, string> = {
  denominator_zero: 'nothing to compare with',
  too_few: 'too few to say',
  unbounded: 'no loss yet, so no limit',
  not_enough_history: 'not enough history',
  not_enough_evidence: 'not enough evidence',
  no_spend_recorded: 'no spend recorded',
  not_configured: 'not configured',
  missing_rate: 'an exchange rate is missing',
  no_holdout: 'no holdout',
};

/** Why there is a dash instead of a figure. */
export function because(reason: string | null): string {
  return reason ? (REASONS[reason] ?? reason.replaceAll('_', ' ')) : 'not known';
}

/** `up 4.5 % (+540.00 USD)`: with sign, in words, never by colour alone. */
export function change({ change: { absolute, ratio, reason }, unit }: Tile, currency: string, locale?: string): string {
  if (absolute === null) return because(reason);
  if (absolute === 0) return 'unchanged';
  const by = signed(figure(absolute, unit, currency, locale), absolute);
  if (ratio === null) return by;
  return `${percent(ratio, locale)} (${by})`;
}

export function tone(absolute: number | null): 'good' | 'bad' | 'same' {
  if (absolute === null || absolute === 0) return 'same';
  return absolute > 0 ? 'good' : 'bad';
}

/** One way to write a time, whoever looks: `3 Nov 2026, 09:05`, in UTC, as in the back office. */
const WRITTEN = 'en-GB';
const UTC = { timeZone: 'UTC' } as const;

export function day(at: string): string {
  return new Intl.DateTimeFormat(WRITTEN, { ...UTC, day: 'numeric', month: 'short' }).format(new Date(at));
}

/** With the whole year: `Nov 26` would be a day. */
export function month(at: string): string {
  return new Intl.DateTimeFormat(WRITTEN, { ...UTC, month: 'short', year: 'numeric' }).format(new Date(at));
}

export function instant(at: string): string {
  return new Intl.DateTimeFormat(WRITTEN, { ...UTC, dateStyle: 'medium', timeStyle: 'short' }).format(new Date(at));
}

/** Without the year, where it is plain. */
export function moment(at: string): string {
  const parts = { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' } as const;
  return new Intl.DateTimeFormat(WRITTEN, { ...UTC, ...parts }).format(new Date(at));
}

/** The days a half-open span covers: `1 Oct – 31 Oct`. */
export function span(from: string, to: string): string {
  const last = new Date(new Date(to).getTime() - 1).toISOString();
  return day(from) === day(last) ? day(from) : `${day(from)} – ${day(last)}`;
}

export function bucketName({ from, to }: { from: string; to: string }, granularity: string): string {
  return granularity === 'month' ? month(from) : span(from, to);
}
