export { BillingModule } from './billing.module.js';
export type * from './billing.events.js';
export { Decisions } from './intents/decisions.service.js';
export { IntentQueries } from './intents/intent-queries.service.js';
export { OpenPayments } from './payments/open-payment.service.js';
export { LAYERS, type Layer } from './reconciliation/finding.js';
export { Reconciliation } from './reconciliation/reconciliation.service.js';
export type { ReconciliationRun } from './reconciliation/run.entity.js';
