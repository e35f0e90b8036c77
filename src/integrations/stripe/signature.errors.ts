import { RequestRefusal } from '../../platform/http/request-refusal.js';

/** Says no more than that: why a signature does not hold is nothing for whoever made it. */
export class SignatureInvalid extends RequestRefusal {
  readonly status = 400;
  readonly code = 'webhooks/signature-invalid';

  constructor() {
    super('The signature of this delivery is missing, wrong or out of time.');
  }
}
