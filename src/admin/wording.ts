/** What the screens call things: many of them, and one. */
const NOUNS: Record<string, readonly [string, string]> = {
  customers_customer: ['Customers', 'Customer'],
  billing_subscription: ['Subscriptions', 'Subscription'],
  billing_invoice: ['Invoices', 'Invoice'],
  billing_payment: ['Payments', 'Payment'],
  billing_intent: ['Calls', 'Call to the provider'],
  ledger_journal: ['Journals', 'Journal'],
  ledger_entry: ['Entries', 'Entry'],
  webhooks_inbox: ['Inbox', 'Provider event'],
  webhooks_dismissal: ['Dismissals', 'Dismissal'],
  webhooks_endpoint: ['Endpoints', 'Endpoint'],
  webhooks_delivery: ['Deliveries', 'Delivery'],
  webhooks_attempt: ['Attempts', 'Attempt'],
};

/** Columns, where the name alone would not say. */
const PROPERTIES = {
  arrMinor: 'Yearly value',
  capturedMinor: 'Captured',
  causeEvent: 'Caused by',
  customerId: 'Customer',
  createdAt: 'Created',
  decidedAt: 'Decided',
  decidedWhy: 'Why',
  dismissedAt: 'Dismissed',
  dismissedBy: 'By',
  doneAt: 'Done',
  effectiveAt: 'True from',
  externalId: 'Provider event',
  factId: 'Fact',
  factKind: 'Kind of fact',
  factProvider: 'Provider',
  lastError: 'Last error',
  minor: 'Amount',
  plannedAt: 'Asked for',
  resultRef: 'Result',
  sentAt: 'First sent',
  paidMinor: 'Paid',
  nextAt: 'Next try',
  occurredAt: 'Occurred',
  providerId: 'Provider id',
  receivedAt: 'Received',
  recordedAt: 'Booked',
  refundedMinor: 'Refunded',
  registeredAt: 'Registered',
  remainingMinor: 'Open',
  subscriptionProviderId: 'Subscription',
  taxMinor: 'Tax',
  totalMinor: 'Total',
};

export const LOCALE = {
  language: 'en',
  availableLanguages: ['en'],
  translations: {
    en: {
      labels: { dashboard: 'Overview', ...Object.fromEntries(Object.entries(NOUNS).map(([id, [many]]) => [id, many])) },
      properties: PROPERTIES,
      resources: Object.fromEntries(
        Object.entries(NOUNS).map(([id, [many, one]]) => [id, { actions: { list: many, show: one } }]),
      ),
    },
  },
};
