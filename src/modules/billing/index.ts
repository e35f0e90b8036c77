export { BillingModule } from './billing.module.js';
export type * from './billing.events.js';
