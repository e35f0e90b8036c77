export { BillingModule } from './billing.module.js';
export { BillingLoop } from './billing-loop.js';
export type * from './billing.events.js';
