import type { Testimony } from './comparison.js';
import type { Api } from './company.js';
import type { Currency } from './catalogue.js';
import type { Fact, Figure } from './fact.js';

type Row = Record<string, unknown>;

/** Who stands behind the ids of the engine and of the provider. */
export type Known = ReadonlyMap<string, number>;

const EACH = [
  'mrr_new', 'mrr_reactivation', 'mrr_expansion', 'mrr_contraction', 'mrr_churn', 'customers_new', 'customers_lost',
  'customers', 'conversions', 'captured', 'refunded', 'fees', 'unpaid', 'tax', 'tax_refunded', 'dispute_lost', 'payouts',
] as const satisfies readonly Figure[]; // prettier-ignore
const MONEY: Readonly<Record<string, Figure | undefined>> = {
  ...{ captured: 'captured', refunded: 'refunded', fee: 'fees', dispute_lost: 'dispute_lost' },
};
const KINDS = ['new', 'reactivation', 'expansion', 'contraction', 'churn'] as const;
const TOTALS = [
  'mrr',
  'captured',
  'fees',
  'mrr_new',
  'mrr_reactivation',
  'mrr_expansion',
  'mrr_contraction',
  'mrr_churn',
] as const;
const CURRENCIES = ['usd', 'eur', 'jpy'] as const satisfies readonly Currency[];
/** Accounts of the ledger and what stands on them; theirs is the debit side, or the other. */
const STANDING = {
  receivable: { figure: 'unpaid', sign: 1 },
  customer_credit: { figure: 'customer_credit', sign: -1 },
  disputed: { figure: 'held', sign: 1 },
  bank: { figure: 'banked', sign: 1 },
} as const;
/** Who is not among the customers of the story. */
const NOBODY = -1;

/** What the engine says, asked over its API. */
export class EngineWitness {
  constructor(
    private readonly api: Api,
    private readonly until: number,
  ) {}

  /** Our ids of the customers, by the number of each in the story. */
  async customers(byProvider: Known): Promise<{ known: Map<string, number>; facts: Fact[] }> {
    const rows = await this.all('/revenue/customers');
    const known = new Map(
      rows.map((row) => [text(row['id']), byProvider.get(text(row['stripe_customer_id'])) ?? NOBODY]),
    );
    const facts = rows.map((row): Fact => {
      const at = seconds(row['created_at']);
      return { figure: 'customers', at, who: known.get(text(row['id'])) ?? NOBODY, currency: null, amount: 1 };
    });
    return { known, facts };
  }

  /** @param paid the customer behind each charge, refund and balance transaction */
  async each(byProvider: Known, paid: Known): Promise<Testimony> {
    const { known, facts } = await this.customers(byProvider);
    const movements = (await this.all('/analytics/movements')).flatMap((row) => movementFacts(row, known));
    const money = (await this.all('/analytics/money-facts')).flatMap((row) => moneyFacts(row, paid));
    const rest = [...(await this.invoices(known)), ...(await this.payouts())];
    return { witness: 'engine', figures: EACH, each: true, facts: [...facts, ...movements, ...money, ...rest] };
  }

  /** What stands on customers' accounts in the ledger. */
  async books(byProvider: Known): Promise<Testimony> {
    const { known } = await this.customers(byProvider);
    const facts: Fact[] = [];
    for (const account of Object.keys(STANDING) as (keyof typeof STANDING)[])
      facts.push(...(await this.standing(account, known)));
    return { witness: 'ledger', figures: Object.values(STANDING).map(({ figure }) => figure), each: true, facts };
  }

  /** The figures as they stand on the screen. */
  async totals(from: number): Promise<Testimony> {
    const span = `from=${day(from)}&to=${day(this.until)}&granularity=month`;
    const facts: Fact[] = [];
    for (const currency of CURRENCIES) {
      const { data } = (await this.ask(`/analytics/bridge?${span}&currency=${currency}`)) as { data: Row[] };
      for (const row of data) facts.push(...bridgeFacts(row, currency));
      const { value } = await this.ask(`/analytics/metrics/mrr?to=${day(this.until)}&currency=${currency}`);
      facts.push({ figure: 'mrr', at: this.until - 1, who: NOBODY, currency, amount: minor(value, currency) });
      for (const [name, figure] of [
        ['gross_volume', 'captured'],
        ['fees', 'fees'],
      ] as const) {
        const { series } = (await this.ask(`/analytics/metrics/${name}?${span}&currency=${currency}`)) as {
          series: Row[];
        };
        for (const { period, value } of series)
          facts.push(total(figure, period as Row, currency, minor(value, currency)));
      }
    }
    return { witness: 'screen', figures: TOTALS, each: false, facts };
  }

  /** What is asked for and not paid, of invoices that may still be collected; and the tax on all that were asked for. */
  private async invoices(known: Known): Promise<Fact[]> {
    return (await this.all('/revenue/invoices')).flatMap((row): Fact[] => {
      const currency = row['currency'] as Currency;
      const of = { who: known.get(text(row['customer_id'])) ?? NOBODY, currency };
      const left: Fact = {
        ...of,
        figure: 'unpaid',
        at: this.until - 1,
        amount: minor(row['amount_remaining'], currency),
      };
      const tax: Fact = { ...of, figure: 'tax', at: seconds(row['finalized_at']), amount: minor(row['tax'], currency) };
      const asked = row['finalized_at'] !== null && row['status'] !== 'void' && tax.amount !== 0;
      return [...(row['status'] === 'open' ? [left] : []), ...(asked ? [tax] : [])];
    });
  }

  private async payouts(): Promise<Fact[]> {
    return (await this.all('/revenue/payouts')).map((row) => {
      const amount = minor(row['amount'], 'usd');
      return { figure: 'payouts', at: seconds(row['created_at']), who: NOBODY, currency: 'usd', amount };
    });
  }

  private async standing(account: keyof typeof STANDING, known: Known): Promise<Fact[]> {
    const { data } = (await this.ask(`/ledger/balances?account=${account}`)) as { data: Row[] };
    const { figure, sign } = STANDING[account];
    return data.map((row) => {
      const currency = row['currency'] as Currency;
      const who = known.get(text(row['party_id'])) ?? NOBODY;
      return { figure, at: this.until - 1, who, currency, amount: sign * minor(row['amount'], currency) };
    });
  }

  /** Every row of a list. */
  private async all(path: string): Promise<Row[]> {
    const rows: Row[] = [];
    for (let cursor = ''; ;) {
      const page = await this.ask(`${path}?limit=100${cursor}`);
      rows.push(...(page['data'] as Row[]));
      if (!page['has_more']) return rows;
      cursor = `&cursor=${encodeURIComponent(text(page['next_cursor']))}`;
    }
  }

  private async ask(path: string): Promise<Row> {
    const { status, body } = await this.api('GET', `/api/v1${path}`);
    if (status !== 200) throw new Error(`GET ${path}: ${status} ${JSON.stringify(body)}`);
    return body;
  }
}

function movementFacts(row: Row, known: Known): Fact[] {
  const kind = KINDS.find((one) => one === row['kind']);
  if (!kind) return [];
  const currency = row['currency'] as Currency;
  const common = { at: seconds(row['effective_at']), who: known.get(text(row['customer_id'])) ?? NOBODY };
  const count = (figure: Figure): Fact => ({ ...common, figure, currency: null, amount: Number(row['weight']) });
  const leads = row['leads_instant'] === true;
  return [
    { ...common, figure: `mrr_${kind}`, currency, amount: minor(row['arr_change'], currency) / 12 },
    ...(leads && kind === 'new' ? [count('customers_new')] : []),
    ...(leads && kind === 'churn' ? [count('customers_lost')] : []),
    ...(leads && row['reason'] === 'trial_end' ? [count('conversions')] : []),
  ];
}

function moneyFacts(row: Row, paid: Known): Fact[] {
  const currency = row['currency'] as Currency;
  const { id } = row['fact'] as { id: string };
  const of = { at: seconds(row['effective_at']), who: paid.get(id) ?? NOBODY, currency };
  const amount = minor(row['amount'], currency);
  // Tax is a fact of bills, which are asked for themselves; a refund takes its part of it back.
  if (row['kind'] === 'tax') return id.startsWith('re_') ? [{ ...of, figure: 'tax_refunded', amount: -amount }] : [];
  const figure = MONEY[text(row['kind'])];
  return figure ? [{ ...of, figure, amount }] : [];
}

function bridgeFacts(row: Row, currency: Currency): Fact[] {
  return KINDS.map((kind) => total(`mrr_${kind}`, row, currency, minor(row[kind], currency)));
}

function total(figure: Figure, row: Row, currency: Currency, amount: number): Fact {
  return { figure, at: seconds(row['from']), who: NOBODY, currency, amount };
}

function minor(major: unknown, currency: Currency): number {
  return Math.round(Number(major ?? 0) * (currency === 'jpy' ? 1 : 100));
}

function seconds(instant: unknown): number {
  return Math.floor(Date.parse(text(instant)) / 1000);
}

function day(at: number): string {
  return new Date(at * 1000).toISOString().slice(0, 10);
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
