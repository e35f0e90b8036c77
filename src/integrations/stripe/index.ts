export { StripeModule } from './stripe.module.js';
export { StripeClient, stripeClient } from './stripe-client.js';
export { normalise } from './normalise.js';
export { declinedObject, refusalOf } from './stripe-error.js';
export { CardDeclined, ProviderRefused, ProviderUnavailable } from './provider.errors.js';
export { SignatureInvalid } from './signature.errors.js';
export { verify, type SigningSecret } from './signature.js';
export { Sandbox, type SandboxSettings } from './sandbox/sandbox.js';
export { SandboxClock } from './sandbox/clock.js';
