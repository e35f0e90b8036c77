import { DomainError } from '../../../kernel/domain-error.js';
import type { Intent } from './intent.entity.js';

/** Written down and not yet answered: it goes on by itself, and asking again with the same key asks for the same thing. */
export class CallNotSettled extends DomainError {
  readonly kind = 'unavailable';
  readonly code: string = 'provider/unavailable';

  constructor(subject: string) {
    super('The payment provider did not answer or is not asked now. The request is recorded and will be finished.', {
      subject,
    });
  }
}

/** Nothing is changed at the provider until somebody has released it: the call is made then. */
export class CallHeld extends CallNotSettled {
  override readonly code = 'provider/held';
}

/** What is not written down is not made later by itself. */
export class ChangesHeld extends DomainError {
  readonly kind = 'unavailable';
  readonly code = 'provider/changes-held';

  constructor() {
    super('Nothing is changed at the payment provider until somebody has released it. Ask again then.');
  }
}

/** An outcome of the past is repeated: a call that was refused is refused again with the same words. */
export class CallRefused extends DomainError {
  readonly kind: DomainError['kind'];
  readonly code: string;
  declare readonly pointer?: string;

  constructor({ code, message, facts }: NonNullable<Intent['error']>) {
    const { kind, pointer, ...rest } = facts;
    super(message, rest);
    this.kind = kind as DomainError['kind'];
    this.code = code;
    if (typeof pointer === 'string') this.pointer = pointer;
  }
}

/** One act has one set of parameters: the provider would refuse its key with others, and we would answer for the wrong ones. */
export class CallDiffers extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'billing/call-differs';

  constructor(subject: string) {
    super('This was asked for before in other words; the same id or key is the same act, to the letter.', { subject });
  }
}

/** While nobody knew what became of it, what it was about came to another end: it can never be carried out. */
export class CallOvertaken extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'billing/call-overtaken';

  constructor(subject: string, status: string) {
    super('This can be done no more: what it was about has come to another end meanwhile.', { subject, status });
  }
}
