import type { Answer, Evidence, Metric } from './metric.js';
import { inWords, ratio } from './printed.js';

/** The formula with the numbers put in: `150,000.00 / 12 = 12,500.00`. */
export function formulaOf(metric: Metric, evidence: Evidence, currency: string): string {
  const answer = metric.answer(evidence);
  const money = (minor: number) => inWords(minor, currency);
  const result = printedResult(metric, answer, currency);
  if (answer.numerator !== undefined && answer.denominator !== undefined)
    return `${quotientOf(metric, answer, currency)} = ${result}`;
  switch (metric.name) {
    case 'mrr':
      return `${money(evidence.end.arr)} / 12 = ${result}`;
    case 'committed_mrr':
      return `(${money(evidence.end.arr)} - ${money(evidence.end.arr - evidence.end.committed)}) / 12 = ${result}`;
    case 'total_revenue': {
      const { captured, tax, refunded, dispute_lost: lost } = evidence.money.minor;
      return `${money(captured)} - ${money(tax)} - ${money(refunded)} - ${money(lost)} = ${result}`;
    }
    default:
      return result;
  }
}

function quotientOf(metric: Metric, { numerator = 0, denominator = 0, of }: Answer, currency: string): string {
  const top = of === 'count' ? `${numerator}` : inWords(numerator, currency);
  const bottom = of === 'money' ? inWords(denominator, currency) : `${denominator}`;
  return `${top} / ${bottom}${metric.formula.endsWith('- 1') ? ' - 1' : ''}`;
}

function printedResult({ unit }: Metric, { value, reason }: Answer, currency: string): string {
  if (value === null) return `none (${reason ?? 'unknown'})`;
  if (unit === 'money') return inWords(value, currency);
  return unit === 'count' ? String(value) : String(ratio(value));
}
