import { Stripe } from 'stripe';
import { API_VERSION } from './api-version.js';

it('is the version the installed client speaks', () => {
  expect(API_VERSION).toBe(Stripe.API_VERSION);
});
