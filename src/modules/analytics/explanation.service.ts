import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { changeBreakdown, customerBreakdown, moneyBreakdown, standingBreakdown, type Breakdown } from './breakdown.js';
import type { Check, Explained } from './explanation.js';
import { Figures, type Framed } from './figures.service.js';
import { formulaOf } from './formula.js';
import { Knowledge } from './knowledge.service.js';
import type { Evidence, Metric, Need } from './metric.js';
import { moneyParts, movementParts } from './parts.queries.js';
import { major } from './printed.js';
import type { Asked } from './report.js';

/** Opens a figure: the numbers it is made of, where each opens, and whether another way comes to the same. */
@Injectable()
export class Explanations {
  constructor(
    private readonly database: Database,
    private readonly figures: Figures,
    private readonly knowledge: Knowledge,
  ) {}

  async explain(name: string, asked: Asked, minN?: number): Promise<Explained> {
    const metric = this.figures.metric(name);
    const framed = await this.figures.framed(asked, metric.span, minN);
    const { span, currency } = framed.report;
    const needs: Need[] = metric.needs.includes('subscribed') ? [...metric.needs, 'recurring'] : [...metric.needs];
    const books = await this.figures.open(framed, [span], needs);
    const evidence = books.evidence(span);
    const breakdown = await this.breakdown(metric, framed, evidence);
    const checks = checksOf(breakdown);
    // Parts that sum to the figure are read from rows, so they are the other way; a rate is computed again from rows.
    if (metric.kind === 'rate' || checks.length === 0) checks.push(await this.fromRows(metric, framed, evidence));
    return {
      ...this.figures.print(metric, span, framed, books),
      explanation: {
        rule: metric.formula,
        formula: formulaOf(metric, evidence, currency),
        policy: await this.knowledge.policy(),
        rates: [],
        parts: breakdown.parts,
        rounding: roundingOf(breakdown, currency),
        checks,
        adds_up: checks.every(({ expected, actual }) => expected === actual),
      },
    };
  }

  /** The same question to single rows, in the state of knowledge it was answered in: the figure came from sums by day. */
  private async fromRows(metric: Metric, framed: Framed, evidence: Evidence): Promise<Check> {
    const { span } = framed.report;
    const rows = await this.figures.open({ ...framed, knownAt: framed.frame.knownAt }, [span], metric.needs);
    return {
      what: 'the figure, and the same from single rows',
      expected: metric.answer(evidence).value,
      actual: metric.answer(rows.evidence(span)).value,
    };
  }

  private async breakdown(metric: Metric, framed: Framed, evidence: Evidence): Promise<Breakdown> {
    const { span, currency } = framed.report;
    const { knownAt, policyVersion } = framed.frame;
    const within = { span, currency, knownAt, policyVersion };
    const ever = { ...within, span: { from: -Infinity, to: span.to } };
    if (metric.needs.includes('money'))
      return moneyBreakdown(metric, await moneyParts(this.database, within), evidence, within);
    if (metric.needs.includes('subscribed'))
      return withoutCheck(changeBreakdown(await movementParts(this.database, within), evidence, within));
    if (!metric.needs.includes('recurring')) return NO_PARTS;
    const asked = metric.kind === 'stock' ? ever : within;
    if (metric.unit === 'count')
      return customerBreakdown(metric, await movementParts(this.database, asked, true), evidence, asked);
    const parts = await movementParts(this.database, asked);
    return metric.kind === 'stock'
      ? standingBreakdown(metric, parts, evidence, asked)
      : changeBreakdown(parts, evidence, asked);
  }
}

const NO_PARTS: Breakdown = { parts: [], what: null, total: 0, expected: 0 };

/** Customers who left and came back are among the movements and not in the figure, so these parts are no sum of it. */
function withoutCheck(breakdown: Breakdown): Breakdown {
  return { ...breakdown, what: null };
}

// Exact parts are fractions of a minor unit: sums may differ in the last bits of a double, never in a whole unit.
function checksOf({ what, total, expected }: Breakdown): Check[] {
  return what === null ? [] : [{ what, expected: whole(expected), actual: whole(total) }];
}

function whole(minor: number): number {
  return Math.round(minor * 1e3) / 1e3 || 0;
}

function roundingOf({ parts, total }: Breakdown, currency: string): number {
  if (parts.every(({ amount }) => amount === null)) return 0;
  const left = major(total, currency) - parts.reduce((sum, { amount }) => sum + (amount ?? 0), 0);
  return Math.round(left * 1e6) / 1e6 || 0;
}
