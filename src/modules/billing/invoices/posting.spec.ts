import { Money } from '../../../kernel/money.js';
import { Period, startOfDay } from '../../../kernel/period.js';
import type { Line } from '../../ledger/index.js';
import { creditApplied, finalized, isRunning, paidBy, paidElsewhere, spanOf, type BookedLine } from './posting.js';

const usd = (minor: number): Money => Money.of(minor, 'usd');
const march = Period.of(startOfDay('2026-03-01'), startOfDay('2026-04-01'));
const moment = Period.of(march.startsAt, march.startsAt);
const line = (net: number, more: Partial<BookedLine> = {}): BookedLine => ({
  net,
  taxes: [],
  income: 'revenue:subscription',
  product: 'prod_pro',
  period: march,
  ...more,
});
const sides = (lines: readonly Line[]): string[] =>
  lines.map(({ account, matchKey, dim, money }) => [account, matchKey ?? dim, money.minor].filter(Boolean).join(' '));
const booked = (lines: readonly BookedLine[], finalizedAt = march.startsAt): string[] =>
  sides(finalized({ id: 'in_1', partyId: 'customer', currency: 'usd', finalizedAt, lines }));

describe('a finalised invoice', () => {
  it.each([
    {
      what: 'for a period ahead is owed and deferred',
      lines: [line(9900)],
      said: ['receivable in_1 9900', 'deferred_revenue prod_pro -9900'],
    },
    {
      what: 'owes its tax',
      lines: [line(10_000, { taxes: [{ rate: 'vat', minor: 2000 }] })],
      said: ['receivable in_1 12000', 'deferred_revenue prod_pro -10000', 'tax_payable vat -2000'],
    },
    {
      what: 'for a moment is earned at once',
      lines: [line(92_050, { period: moment, income: 'revenue:one_time', product: null })],
      said: ['receivable in_1 92050', 'revenue:one_time -92050'],
    },
    {
      what: 'for a change of plan nets each product',
      lines: [line(-1497, { product: 'prod_starter' }), line(5110), line(-10)],
      said: ['receivable in_1 3603', 'deferred_revenue prod_starter 1497', 'deferred_revenue prod_pro -5100'],
    },
    {
      what: 'that gives back more than it asks is owed to the customer',
      lines: [line(-5000)],
      said: ['receivable in_1 -5000', 'deferred_revenue prod_pro 5000'],
    },
    { what: 'of a trial has no lines', lines: [line(0)], said: [] },
  ])('$what', ({ lines, said }) => {
    expect(booked(lines)).toEqual(said);
  });

  it('for a period that is over is earned at once', () => {
    expect(booked([line(9900)], march.endsAt)).toEqual(['receivable in_1 9900', 'revenue:subscription prod_pro -9900']);
  });
});

describe('what is set against an invoice', () => {
  it.each([
    {
      what: 'credit used',
      lines: creditApplied('in_1', 'customer', usd(500)),
      said: ['customer_credit 500', 'receivable in_1 -500'],
    },
    {
      what: 'credit filled',
      lines: creditApplied('in_1', 'customer', usd(-500)),
      said: ['customer_credit -500', 'receivable in_1 500'],
    },
    {
      what: 'a payment',
      lines: paidBy('in_1', 'customer', { key: 'pi_1', amount: usd(9900) }),
      said: ['unapplied pi_1 9900', 'receivable in_1 -9900'],
    },
    {
      what: 'money taken elsewhere',
      lines: paidElsewhere('in_1', 'customer', usd(9900)),
      said: ['external_cash 9900', 'receivable in_1 -9900'],
    },
    { what: 'no credit', lines: creditApplied('in_1', 'customer', usd(0)), said: [] },
    { what: 'a payment of nothing', lines: paidBy('in_1', 'customer', { key: 'pi_1', amount: usd(0) }), said: [] },
    { what: 'nothing taken elsewhere', lines: paidElsewhere('in_1', 'customer', usd(0)), said: [] },
  ])('is $what: $said', ({ lines, said }) => {
    expect(sides(lines)).toEqual(said);
  });
});

describe('a line', () => {
  it.each([
    { at: '2026-02-27', running: true },
    { at: '2026-03-31', running: true },
    { at: '2026-04-01', running: false },
  ])('for March is running on $at: $running', ({ at, running }) => {
    expect(isRunning({ period: march }, startOfDay(at))).toBe(running);
  });

  it('whose span is given backwards is a moment, and earned at once', () => {
    const period = spanOf(march.endsAt, march.startsAt);

    expect(period.milliseconds).toBe(0);
    expect(isRunning({ period }, march.startsAt)).toBe(false);
  });
});
