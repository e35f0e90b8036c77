import { DomainError } from '../../kernel/domain-error.js';

/** Whether a delivery is PayPal's cannot be said now: it is not believed, and sent again later. */
export class CertificateUnavailable extends DomainError {
  readonly kind = 'unavailable';
  readonly code = 'webhooks/certificate-unavailable';

  constructor() {
    super('The certificate this delivery is signed with cannot be had now.');
  }
}
