import { countOf, moneyOf, quotient, type Answer, type Evidence, type Metric } from './metric.js';
import { netOf } from './money-book.js';

const month = (arr: number): number => arr / 12;

const stock = { kind: 'stock', span: '30d', floor: false, needs: ['recurring'] } as const;
const cash = { kind: 'flow', span: 'all', floor: false, needs: ['money'], unit: 'money' } as const;
const rate = { kind: 'rate', span: '30d', floor: false, needs: ['recurring'], unit: 'ratio' } as const;

const growth = (evidence: Evidence): Answer =>
  quotient(month(evidence.end.arr), month(evidence.start.arr), { n: evidence.end.active, of: 'money', less: 1 });

const lostOf = ({ recurring: { delta } }: Evidence): number => -(delta.churn + delta.contraction);
const wonOf = ({ recurring: { delta } }: Evidence): number => delta.expansion + delta.reactivation;
const ofStart = (amount: number, { start }: Evidence): Answer =>
  quotient(month(amount), month(start.arr), { n: start.active, of: 'money' });

const list: readonly Metric[] = [
  {
    ...stock,
    name: 'mrr',
    unit: 'money',
    formula: 'yearly value of everything that recurs / 12',
    definition:
      'What all subscriptions in force bring in a month, before tax and one-time sales. A run rate, not a forecast.',
    answer: ({ end }) => moneyOf(month(end.arr), end.active),
  },
  {
    ...stock,
    name: 'arr',
    unit: 'money',
    formula: 'yearly value of everything that recurs',
    definition: 'What all subscriptions in force bring in a year. A run rate, not a forecast.',
    answer: ({ end }) => moneyOf(end.arr, end.active),
  },
  {
    ...stock,
    name: 'committed_mrr',
    unit: 'money',
    formula: 'MRR - what is cancelled and still running',
    definition: 'MRR less what is already cancelled and ends later.',
    answer: ({ end }) => moneyOf(month(end.committed), end.active),
  },
  {
    ...stock,
    name: 'active_customers',
    unit: 'count',
    formula: 'customers with MRR above zero',
    definition: 'Customers who pay for something that recurs. Trials, free plans and pauses do not count.',
    answer: ({ end }) => countOf(end.active),
  },
  {
    ...stock,
    name: 'paused_customers',
    unit: 'count',
    formula: 'customers whose every paying subscription is paused',
    definition: 'Customers whose collection is paused: not paying, not lost.',
    answer: ({ end }) => countOf(end.paused),
  },
  {
    ...stock,
    name: 'customers',
    unit: 'count',
    needs: ['customers'],
    formula: 'customers on record',
    definition: 'Everybody on record as a customer, paying or not.',
    answer: ({ customers }) => countOf(customers),
  },
  {
    ...cash,
    name: 'total_revenue',
    formula: 'captured - tax - refunds net of tax - lost disputes',
    definition: 'Cash that was captured and kept, without tax, before the provider’s fees.',
    answer: ({ money }) => moneyOf(netOf(money), money.facts.captured),
  },
  {
    ...cash,
    name: 'gross_volume',
    formula: 'captured payments',
    definition: 'Everything captured, tax included, before refunds.',
    answer: ({ money }) => moneyOf(money.minor.captured, money.facts.captured),
  },
  {
    ...cash,
    name: 'fees',
    formula: 'fees of the provider',
    definition: 'What the provider kept for payments, refunds and disputes.',
    answer: ({ money }) => moneyOf(money.minor.fee, money.facts.fee),
  },
  {
    ...rate,
    name: 'mrr_growth_rate',
    formula: 'MRR at the end / MRR at the start - 1',
    definition: 'By how much MRR grew over the period.',
    answer: growth,
  },
  {
    ...rate,
    name: 'growth_rate_30d',
    formula: 'MRR now / MRR 30 days ago - 1',
    definition: 'By how much MRR grew over 30 times 24 hours.',
    answer: growth,
  },
  {
    ...rate,
    name: 'customer_growth_rate',
    formula: 'active customers at the end / at the start - 1',
    definition: 'By how much the number of active customers grew over the period.',
    answer: ({ start, end }) => quotient(end.active, start.active, { n: end.active, of: 'count', less: 1 }),
  },
  {
    ...rate,
    name: 'gross_mrr_churn_rate',
    formula: '(churn + contraction) / MRR at the start',
    definition: 'The share of MRR that was lost. It may exceed 1 where those who joined leave again.',
    answer: (evidence) => ofStart(lostOf(evidence), evidence),
  },
  {
    ...rate,
    name: 'net_mrr_churn_rate',
    formula: '(churn + contraction - expansion - reactivation) / MRR at the start',
    definition: 'The share of MRR that was lost and not won back. Negative where customers grew by more than was lost.',
    answer: (evidence) => ofStart(lostOf(evidence) - wonOf(evidence), evidence),
  },
  {
    ...rate,
    name: 'customer_churn_rate',
    needs: ['subscribed'],
    floor: true,
    formula: 'subscribed at the start and not at the end / subscribed at the start',
    definition: 'The share of customers who were subscribed at the start and no longer are.',
    answer: ({ subscribed: { start, lost } }) => quotient(lost, start, { n: start, of: 'count' }),
  },
  {
    ...rate,
    name: 'arpa',
    unit: 'money',
    kind: 'stock',
    formula: 'MRR / active customers of its currency',
    definition: 'What an active customer brings in a month on average, of those who pay in the currency.',
    answer: ({ end: { arr, activeInCurrency: n } }) => quotient(month(arr), n, { n, of: 'money/count' }),
  },
  {
    ...rate,
    name: 'new_customers',
    unit: 'count',
    kind: 'flow',
    formula: 'customers whose MRR rose above zero for the first time',
    definition: 'Customers who began to pay for something that recurs.',
    answer: ({ recurring }) => countOf(recurring.customers.new),
  },
  {
    ...rate,
    name: 'lost_customers',
    unit: 'count',
    kind: 'flow',
    formula: 'customers whose MRR fell to zero, pauses apart',
    definition: 'Customers who ended everything that recurs.',
    answer: ({ recurring }) => countOf(recurring.customers.churn),
  },
  {
    ...rate,
    name: 'quick_ratio',
    formula: '(new + expansion + reactivation) / (churn + contraction)',
    definition: 'MRR that was won for each unit that was lost.',
    answer: (evidence) =>
      quotient(month(evidence.recurring.delta.new + wonOf(evidence)), month(lostOf(evidence)), {
        n: evidence.end.active,
        of: 'money',
      }),
  },
  {
    ...rate,
    name: 'payment_success_rate',
    needs: ['payments'],
    floor: true,
    formula: 'payments that succeeded / (succeeded + failed for good)',
    definition: 'The share of payments that succeeded in the end; retries of one payment are one.',
    answer: ({ payments: { succeeded, failed } }) =>
      quotient(succeeded, succeeded + failed, { n: succeeded + failed, of: 'count' }),
  },
];

/** The catalogue, by name. */
export const METRICS: ReadonlyMap<string, Metric> = new Map(list.map((metric) => [metric.name, metric]));
