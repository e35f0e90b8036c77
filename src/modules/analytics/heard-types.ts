import { CUSTOMER_REGISTERED } from './on-customer-registered.js';
import { JOURNAL_POSTED } from './on-journal-posted.js';
import { PAYMENT_AUTHORIZED, PAYMENT_CANCELED, PAYMENT_CAPTURED, PAYMENT_FAILED } from './on-payment-decided.js';
import { SUBSCRIPTION_VERSIONED } from './on-subscription-versioned.js';

/** The cursor figures are made behind. */
export const CONSUMER = 'analytics';

/** The events figures are made of. */
export const HEARD_TYPES: readonly string[] = [
  SUBSCRIPTION_VERSIONED,
  JOURNAL_POSTED,
  CUSTOMER_REGISTERED,
  PAYMENT_AUTHORIZED,
  PAYMENT_CANCELED,
  PAYMENT_CAPTURED,
  PAYMENT_FAILED,
];
