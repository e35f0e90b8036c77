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

/** The chart of accounts. The rows are made by the migrations; a house test holds the two together. */
export const CHART: readonly Account[] = [
  {
    code: 'stripe_balance',
    kind: 'asset',
    party: null,
    matched: false,
    description: 'What Stripe holds for us; moved only by balance transactions',
  },
  {
    code: 'paypal_balance',
    kind: 'asset',
    party: null,
    matched: false,
    description: 'What PayPal holds for us; moved only by balance transactions',
  },
  {
    code: 'stripe_in_transit',
    kind: 'asset',
    party: null,
    matched: true,
    description: 'Paid out by Stripe, not yet at the bank',
    openHours: 240,
  },
  {
    code: 'paypal_in_transit',
    kind: 'asset',
    party: null,
    matched: true,
    description: 'Paid out by PayPal, not yet at the bank',
    openHours: 240,
  },
  { code: 'stripe_reserve', kind: 'asset', party: null, matched: false, description: 'Held back by Stripe' },
  { code: 'paypal_reserve', kind: 'asset', party: null, matched: false, description: 'Held back by PayPal' },
  { code: 'bank', kind: 'asset', party: null, matched: false, description: 'Payouts that arrived' },
  {
    code: 'external_cash',
    kind: 'asset',
    party: null,
    matched: false,
    description: 'Payments taken outside the providers',
  },
  {
    code: 'clearing:payments',
    kind: 'asset',
    party: null,
    matched: true,
    description: 'Captured, its balance transaction not yet seen',
    openHours: 48,
  },
  {
    code: 'clearing:refunds',
    kind: 'asset',
    party: null,
    matched: true,
    description: 'Refunded, its balance transaction not yet seen',
    openHours: 48,
  },
  {
    code: 'clearing:disputes',
    kind: 'asset',
    party: null,
    matched: true,
    description: 'Withdrawn by a dispute, its balance transaction not yet seen',
    openHours: 48,
  },
  {
    code: 'payout_in_transit',
    kind: 'asset',
    party: null,
    matched: true,
    description: 'Approved for a payee, not yet sent',
    openHours: 240,
  },
  { code: 'receivable', kind: 'asset', party: 'customer', matched: true, description: 'Invoiced and not paid' },
  { code: 'unbilled', kind: 'asset', party: 'customer', matched: false, description: 'Usage earned, not yet invoiced' },
  {
    code: 'disputed',
    kind: 'asset',
    party: 'customer',
    matched: true,
    description: 'Withdrawn by a dispute, undecided',
  },
  {
    code: 'suspense',
    kind: 'asset',
    party: null,
    matched: true,
    description: 'Movements at a provider that no rule understands',
    openHours: 0,
  },
  {
    code: 'unapplied',
    kind: 'liability',
    party: 'customer',
    matched: true,
    description: 'Received, not yet set against an invoice or a sale',
    openHours: 24,
  },
  {
    code: 'customer_credit',
    kind: 'liability',
    party: 'customer',
    matched: false,
    description: 'Credit balance of a customer',
  },
  { code: 'deferred_revenue', kind: 'liability', party: null, matched: false, description: 'Invoiced, not yet earned' },
  { code: 'tax_payable', kind: 'liability', party: null, matched: false, description: 'Tax owed, by rate' },
  {
    code: 'commission_held',
    kind: 'liability',
    party: 'payee',
    matched: false,
    description: 'Commission earned and held',
  },
  { code: 'commission_payable', kind: 'liability', party: 'payee', matched: false, description: 'Commission payable' },
  {
    code: 'creator_held',
    kind: 'liability',
    party: 'payee',
    matched: false,
    description: 'Share of a creator, earned and held',
  },
  {
    code: 'creator_payable',
    kind: 'liability',
    party: 'payee',
    matched: false,
    description: 'Share of a creator, payable',
  },
  {
    code: 'seller_held',
    kind: 'liability',
    party: 'payee',
    matched: false,
    description: 'Share of a seller, earned and held',
  },
  {
    code: 'seller_payable',
    kind: 'liability',
    party: 'payee',
    matched: false,
    description: 'Share of a seller, payable',
  },
  {
    code: 'revenue:subscription',
    kind: 'income',
    party: null,
    matched: false,
    description: 'Subscription revenue earned',
  },
  { code: 'revenue:usage', kind: 'income', party: null, matched: false, description: 'Usage revenue earned' },
  { code: 'revenue:one_time', kind: 'income', party: null, matched: false, description: 'One-time revenue earned' },
  { code: 'revenue:content', kind: 'income', party: null, matched: false, description: 'Content revenue earned' },
  {
    code: 'revenue:marketplace',
    kind: 'income',
    party: null,
    matched: false,
    description: 'Marketplace revenue earned',
  },
  { code: 'refunds', kind: 'income', party: null, matched: false, description: 'Deduction: earned revenue refunded' },
  {
    code: 'chargebacks',
    kind: 'income',
    party: null,
    matched: false,
    description: 'Deduction: earned revenue lost in disputes',
  },
  {
    code: 'credits_granted',
    kind: 'income',
    party: null,
    matched: false,
    description: 'Deduction: credit given by hand',
  },
  { code: 'creator_share', kind: 'income', party: null, matched: false, description: 'Deduction: share of creators' },
  { code: 'seller_share', kind: 'income', party: null, matched: false, description: 'Deduction: share of sellers' },
  {
    code: 'fees:processing',
    kind: 'expense',
    party: null,
    matched: false,
    description: 'Fees of the providers for payments',
  },
  {
    code: 'fees:dispute',
    kind: 'expense',
    party: null,
    matched: false,
    description: 'Fees of the providers for disputes',
  },
  {
    code: 'fees:other',
    kind: 'expense',
    party: null,
    matched: false,
    description: 'Other fees of the providers, tax on fees among them',
  },
  { code: 'bad_debt', kind: 'expense', party: null, matched: false, description: 'Invoices given up' },
  { code: 'commission_share', kind: 'expense', party: null, matched: false, description: 'Commissions of partners' },
  { code: 'payee_bad_debt', kind: 'expense', party: null, matched: false, description: 'Balances of payees given up' },
  {
    code: 'fx_position',
    kind: 'equity',
    party: null,
    matched: false,
    description: 'Both legs of each conversion; its value is the exchange result',
  },
  {
    code: 'opening',
    kind: 'equity',
    party: null,
    matched: false,
    description: 'Opening balances of an imported business',
  },
];

const BY_CODE = new Map(CHART.map((account) => [account.code, account]));

export function accountOf(code: string): Account | undefined {
  return BY_CODE.get(code);
}

/** Assets and expenses grow on the debit side, the rest on the credit side. */
export function naturalSign({ kind }: Account): 1 | -1 {
  return kind === 'asset' || kind === 'expense' ? 1 : -1;
}
