import { accountLinks } from './connect/account-links.js';
import { accounts } from './connect/accounts.js';
import { transfers } from './connect/transfers.js';
import { balance } from './balance.js';
import { charges } from './charges.js';
import { coupons } from './coupons/coupons.js';
import { discounts } from './coupons/discounts.js';
import { promotionCodes } from './coupons/promotion-codes.js';
import { creditNotes } from './credit-notes/credit-notes.js';
import { checkoutSessions } from './checkout/sessions.js';
import { paymentPages } from './checkout/payment-pages.js';
import { portalConfigurations } from './portal/configurations.js';
import { portalSessions } from './portal/sessions.js';
import { customers } from './customers.js';
import { disputes } from './disputes/disputes.js';
import { earlyFraudWarnings } from './disputes/early-fraud-warnings.js';
import { events } from './event-routes.js';
import { subscriptionItems } from './items/subscription-item-routes.js';
import { invoiceItems } from './lines/invoice-items.js';
import { invoiceLines } from './lines/invoice-lines.js';
import { invoicePayments } from './invoice-payments.js';
import { invoices } from './invoices.js';
import { paymentIntents } from './payment-intents.js';
import { paymentMethods } from './payment-methods.js';
import { payouts } from './payouts/payouts.js';
import { previews } from './previews.js';
import { meterEvents } from './meters/meter-events.js';
import { meters } from './meters/meters.js';
import { prices } from './prices/prices.js';
import { products } from './products.js';
import { refunds } from './refunds.js';
import type { Route } from './routes.js';
import { setupIntents } from './setup/setup-intents.js';
import { subscriptionSchedules } from './schedules/schedules.js';
import { subscriptions } from './subscriptions.js';
import { searches } from './search/search.js';
import { taxRates } from './tax/tax-rates.js';
import { testClocks } from './test-clocks/test-clocks.js';
import { webhookEndpoints } from './webhook-endpoints.js';

/** Every route the sandbox has; everything else of Stripe answers 501. */
export const surface: readonly Route[] = [
  ...accountLinks,
  ...accounts,
  ...balance,
  ...charges,
  ...checkoutSessions,
  ...paymentPages,
  ...portalConfigurations,
  ...portalSessions,
  ...coupons,
  ...creditNotes,
  ...customers,
  ...discounts,
  ...disputes,
  ...earlyFraudWarnings,
  ...events,
  ...invoiceItems,
  ...invoiceLines,
  ...invoicePayments,
  ...payouts,
  ...previews,
  ...invoices,
  ...paymentIntents,
  ...paymentMethods,
  ...meterEvents,
  ...meters,
  ...prices,
  ...products,
  ...promotionCodes,
  ...refunds,
  ...setupIntents,
  ...subscriptionItems,
  ...subscriptionSchedules,
  ...subscriptions,
  ...searches,
  ...taxRates,
  ...testClocks,
  ...transfers,
  ...webhookEndpoints,
];
