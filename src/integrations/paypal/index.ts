export { PayPalModule } from './paypal.module.js';
export { PayPalSignatures } from './paypal-signatures.js';
export { CertificateUnavailable } from './paypal.errors.js';
export { KEPT_HEADERS } from './transmission.js';
