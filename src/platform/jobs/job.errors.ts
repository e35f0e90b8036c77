import { DomainError } from '../../kernel/domain-error.js';

/** No such job, or one that was set off by a scope the key does not have: the two look alike. */
export class JobNotFound extends DomainError {
  readonly kind = 'not-found';
  readonly code = 'jobs/not-found';

  constructor(id: string) {
    super('There is no such job.', { job_id: id });
  }
}
