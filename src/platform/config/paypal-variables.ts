import * as read from './readers.js';
import { variable } from './variable.js';

/** What is needed to believe PayPal's webhooks. */
export const paypalVariables = {
  paypalWebhookIds: variable({
    name: 'PAYPAL_WEBHOOK_ID',
    unset: 'none, PayPal is not listened to',
    example: '3TR748995U920805P',
    reader: read.listOf(read.matching(/^[A-Za-z0-9]{6,40}$/, 'the id PayPal gave the webhook')),
    meaning: 'Ids of our webhooks at PayPal, as PayPal shows them',
  }),
  paypalEnvironment: variable({
    name: 'PAYPAL_ENV',
    initial: 'live',
    example: 'sandbox',
    reader: read.oneOf('live', 'sandbox'),
    meaning: 'Whose certificates sign the webhooks of PayPal',
  }),
  paypalAuthorities: variable({
    name: 'PAYPAL_CA',
    unset: 'those Node trusts',
    example: '-----BEGIN CERTIFICATE-----...',
    reader: read.matching(/-----BEGIN CERTIFICATE-----/, 'certificates in PEM'),
    meaning: 'Roots to trust for the certificates of PayPal, usually given as `PAYPAL_CA_FILE`',
  }),
} as const;
