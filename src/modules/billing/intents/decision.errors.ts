import { DomainError } from '../../../kernel/domain-error.js';
import type { Difference } from './differences.js';

export class IntentNotFound extends DomainError {
  readonly kind = 'not-found';
  readonly code = 'billing/intent-not-found';

  constructor(id: string) {
    super('There is no such call.', { id: id.slice(0, 128) });
  }
}

export class NotUnknown extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'billing/call-not-unknown';

  constructor(state: string) {
    super('Only of a call that nobody can find out about has a person to say what became of it.', { state });
  }
}

export class NoSuchResult extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'billing/no-such-result';

  constructor(result: string) {
    super('The provider has nothing under this id that this call can have made.', { result });
  }
}

/** Something else of the provider's: taken for what came of the call, the books would say what never was. */
export class ResultDiffers extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'billing/result-differs';

  constructor(result: string, differs: readonly Difference[]) {
    const fields = differs.map(({ field }) => field).join(', ');
    super(`This is not what the call asked for: it differs in ${fields}.`, { result, differs });
  }
}

/** What the call was asked for is refused from then on; who still wants it asks anew, under a key of its own. */
export class CallCameToNothing extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'billing/call-came-to-nothing';

  constructor(subject: string) {
    super('Somebody has found that this was never carried out. Ask for it anew if it is still wanted.', { subject });
  }
}
