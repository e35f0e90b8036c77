import { DomainError } from '../../../kernel/domain-error.js';
import { refusalOf } from '../../../integrations/stripe/index.js';

const DEFECT = 'jobs/failed';

/** Code of what kept a layer from being compared: the provider's no, or a defect of ours. */
export function failureOf(error: unknown): string {
  const refusal = error instanceof DomainError ? error : refusalOf(error);
  return refusal?.code ?? DEFECT;
}
