import { el } from './dom.js';
import { facts, named, section, step, sum, table, time, words, type Level, type Open } from './evidence-parts.js';
import { MOVES } from './movement-words.js';
import { count, digitsOf, percent } from './words.js';

interface Part {
  readonly label: string;
  readonly kind: string | null;
  readonly plan_id: string | null;
  readonly plan_name: string | null;
  readonly currency: string | null;
  readonly amount: number | null;
  readonly count: number;
  readonly opens: string | null;
}

interface Check {
  readonly what: string;
  readonly expected: number | null;
  readonly actual: number | null;
}

export interface FigureAnswer {
  readonly metric: string;
  readonly value: number | null;
  readonly unit: string;
  readonly currency: string | null;
  readonly n: number;
  readonly period: { readonly from: string; readonly to: string; readonly timezone: string };
  readonly as_of: string;
  readonly known_at: string;
  readonly policy_version: number;
  readonly definition: string;
  readonly coverage: { readonly complete: boolean; readonly behind: number };
  readonly explanation: {
    readonly rule: string;
    readonly formula: string;
    readonly parts: readonly Part[];
    readonly rounding: number;
    readonly checks: readonly Check[];
    readonly adds_up: boolean;
  };
}

/** The figure: its rule with the numbers put in, the parts it is made of, and whether another way comes to the same. */
export function figureLevel(answer: FigureAnswer, open: Open): Level {
  const { rule, formula, parts, rounding, checks, adds_up: addsUp } = answer.explanation;
  return {
    title: words(answer.metric),
    parts: [
      el('p', { class: 'headline' }, valueOf(answer)),
      el('p', { class: 'formula' }, formula),
      el('p', { class: 'definition' }, `${words(rule)}.`),
      el('p', { class: addsUp ? 'good verdict' : 'bad verdict' }, addsUp ? 'It adds up.' : 'It does not add up.'),
      section('Made of', parts.length > 0 ? partTable(parts, open) : el('p', { class: 'definition' }, 'Nothing yet.')),
      ...(parts.some(({ kind }) => kind === 'move') ? [el('p', { class: 'definition' }, MOVES)] : []),
      ...(rounding === 0 ? [] : [el('p', { class: 'definition' }, `Left over by rounding each part: ${rounding}`)]),
      section('Checked against', checkTable(checks, answer)),
      section('Stands on', standing(answer)),
    ],
  };
}

function valueOf({ value, unit, currency }: FigureAnswer): string {
  if (value === null) return '–';
  if (unit === 'ratio') return percent(value);
  return unit === 'money' ? sum(value, currency) : count(value);
}

function partTable(parts: readonly Part[], open: Open): HTMLElement {
  const amounts = parts.some(({ amount }) => amount !== null);
  return table(
    ['Part', 'Rows', ...(amounts ? ['Amount'] : [])],
    parts.map((part) => [
      { shown: named(step(part.label, part.opens, open), part) },
      { shown: count(part.count), right: true },
      ...(amounts ? [{ shown: sum(part.amount, part.currency), right: true }] : []),
    ]),
    'Parts of the figure',
  );
}

function checkTable(checks: readonly Check[], { unit, currency }: FigureAnswer): HTMLElement {
  const shown = (value: number | null): string => exact(value, unit === 'money' ? currency : null);
  return table(
    ['What', 'Here', 'There'],
    checks.map(({ what, expected, actual }) => [
      { shown: words(what) },
      { shown: shown(expected), right: true },
      { shown: shown(actual), right: true },
    ]),
    'Checks',
  );
}

/** Checks compare exact minor units. */
function exact(value: number | null, currency: string | null): string {
  if (value === null || !currency) return sum(value, null);
  return sum(value / 10 ** digitsOf(currency), currency);
}

function standing({
  period,
  as_of: asOf,
  known_at: knownAt,
  policy_version: policy,
  definition,
  coverage,
  n,
}: FigureAnswer): HTMLElement {
  return facts([
    ['From', time(period.from)],
    ['To', time(period.to)],
    ['As of', time(asOf)],
    ['Known at', time(knownAt)],
    ['Policy', `version ${policy}, definition ${definition}`],
    ['Counted', n > 0 ? `n = ${count(n)}` : null],
    ['Events not read', coverage.behind > 0 ? count(coverage.behind) : null],
  ]);
}
