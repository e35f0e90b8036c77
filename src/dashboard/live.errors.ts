import { RequestRefusal } from '../platform/http/request-refusal.js';

export class TooManyStreams extends RequestRefusal {
  readonly code = 'dashboard/too-many-streams';
  readonly status = 429;
  override readonly headers = { 'retry-after': '30' };

  constructor() {
    super('There are enough open streams. Poll instead, or close one.');
  }
}
