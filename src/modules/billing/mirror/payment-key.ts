import { objectKey } from '../../webhooks/index.js';

/** What a payment is at the provider: an intent with its charges, or in older days a charge alone (`ch_`, `py_`). */
export function rootOf(paymentProviderId: string): 'payment_intent' | 'charge' {
  return paymentProviderId.startsWith('pi_') ? 'payment_intent' : 'charge';
}

/** The key a payment is claimed and locked by. */
export function paymentKey(paymentProviderId: string): string {
  return objectKey(rootOf(paymentProviderId), paymentProviderId);
}
