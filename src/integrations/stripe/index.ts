export { StripeModule } from './stripe.module.js';
export { StripeClient } from './stripe-client.js';
export { answeredAt, type Answered } from './answered.js';
export { normalise } from './normalise.js';
export { whole } from './whole.js';
export { declineOf, declinedObject, refusalOf } from './stripe-error.js';
export { Sandbox } from './sandbox/sandbox.js';
export { CannotValidate, loadChecker } from './sandbox/validation/loading.js';
export { TokenBucket } from './traffic/token-bucket.js';
