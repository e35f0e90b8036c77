/** `party`: whose money a line is, required where named and forbidden elsewhere. */
export interface Account {
  readonly code: string;
  readonly kind: 'asset' | 'liability' | 'equity' | 'income' | 'expense';
  readonly party: 'customer' | 'payee' | null;
  /** Returns to zero for each match key. */
  readonly matched: boolean;
  readonly description: string;
  /** How long a key may stay open before it is a break; no limit when absent. */
  readonly openHours?: number;
}

const of =
  (kind: Account['kind']) =>
  (code: string, description: string, rest: Partial<Account> = {}): Account => {
    return { code, kind, party: null, matched: false, description, ...rest };
  };
const asset = of('asset');
const liability = of('liability');
const equity = of('equity');
const income = of('income');
const expense = of('expense');

const CUSTOMER = { party: 'customer' } as const;
const PAYEE = { party: 'payee' } as const;
const MATCHED = { matched: true } as const;

/** The chart of accounts. The rows are made by the migrations; a test holds the two together. */
export const CHART: readonly Account[] = [
  asset('stripe_balance', 'What Stripe holds for us; moved only by balance transactions'),
  asset('paypal_balance', 'What PayPal holds for us; moved only by balance transactions'),
  asset('stripe_in_transit', 'Paid out by Stripe, not yet at the bank', { ...MATCHED, openHours: 240 }),
  asset('paypal_in_transit', 'Paid out by PayPal, not yet at the bank', { ...MATCHED, openHours: 240 }),
  asset('stripe_reserve', 'Held back by Stripe'),
  asset('paypal_reserve', 'Held back by PayPal'),
  asset('bank', 'Payouts that arrived'),
  asset('external_cash', 'Payments taken outside the providers'),
  asset('clearing:payments', 'Captured, its balance transaction not yet seen', { ...MATCHED, openHours: 48 }),
  asset('clearing:refunds', 'Refunded, its balance transaction not yet seen', { ...MATCHED, openHours: 48 }),
  asset('clearing:disputes', 'Withdrawn by a dispute, its balance transaction not yet seen', {
    ...MATCHED,
    openHours: 48,
  }),
  asset('payout_in_transit', 'Approved for a payee, not yet sent', { ...MATCHED, openHours: 240 }),
  asset('receivable', 'Invoiced and not paid', { ...CUSTOMER, ...MATCHED }),
  asset('unbilled', 'Usage earned, not yet invoiced', CUSTOMER),
  asset('disputed', 'Withdrawn by a dispute, undecided', { ...CUSTOMER, ...MATCHED }),
  asset('suspense', 'Movements at a provider that no rule understands', { ...MATCHED, openHours: 0 }),
  liability('unapplied', 'Received, not yet set against an invoice or a sale', {
    ...CUSTOMER,
    ...MATCHED,
    openHours: 24,
  }),
  liability('customer_credit', 'Credit balance of a customer', CUSTOMER),
  liability('deferred_revenue', 'Invoiced, not yet earned'),
  liability('tax_payable', 'Tax owed, by rate'),
  liability('commission_held', 'Commission earned and held', PAYEE),
  liability('commission_payable', 'Commission payable', PAYEE),
  liability('creator_held', 'Share of a creator, earned and held', PAYEE),
  liability('creator_payable', 'Share of a creator, payable', PAYEE),
  liability('seller_held', 'Share of a seller, earned and held', PAYEE),
  liability('seller_payable', 'Share of a seller, payable', PAYEE),
  income('revenue:subscription', 'Subscription revenue earned'),
  income('revenue:usage', 'Usage revenue earned'),
  income('revenue:one_time', 'One-time revenue earned'),
  income('revenue:content', 'Content revenue earned'),
  income('revenue:marketplace', 'Marketplace revenue earned'),
  income('refunds', 'Deduction: earned revenue refunded'),
  income('chargebacks', 'Deduction: earned revenue lost in disputes'),
  income('credits_granted', 'Deduction: credit given by hand'),
  income('creator_share', 'Deduction: share of creators'),
  income('seller_share', 'Deduction: share of sellers'),
  expense('fees:processing', 'Fees of the providers for payments'),
  expense('fees:dispute', 'Fees of the providers for disputes'),
  expense('fees:other', 'Other fees of the providers, tax on fees among them'),
  expense('bad_debt', 'Invoices given up'),
  expense('commission_share', 'Commissions of partners'),
  expense('payee_bad_debt', 'Balances of payees given up'),
  equity('fx_position', 'Both legs of each conversion; its value is the exchange result'),
  equity('opening', 'Opening balances of an imported business'),
];

const BY_CODE = new Map(CHART.map((account) => [account.code, account]));

export function accountOf(code: string): Account | undefined {
  return BY_CODE.get(code);
}

/** Assets and expenses grow on the debit side, the rest on the credit side. */
export function naturalSign({ kind }: Account): 1 | -1 {
  return kind === 'asset' || kind === 'expense' ? 1 : -1;
}
