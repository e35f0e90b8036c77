import type { Money } from '../../kernel/money.js';

/** One thing that happened to money, named by the system that knows it: `(stripe, charge, ch_1)`. */
export interface Fact {
  readonly provider: string;
  readonly kind: string;
  readonly id: string;
}

/** A side of a journal. Positive is debit, negative is credit; never zero. */
export interface Line {
  readonly account: string;
  readonly partyId?: string;
  readonly matchKey?: string;
  readonly dim?: string;
  readonly money: Money;
}

/** "These are this fact's lines": the whole of them, so that stating it again changes nothing. No lines withdraws it. */
export interface Statement {
  readonly fact: Fact;
  readonly rule: string;
  readonly ruleVersion?: number;
  readonly effectiveAt: Date;
  /** From here on it is no longer so: the refund failed, the invoice was voided. What was so until then stays booked until then. */
  readonly endsAt?: Date | null;
  readonly correlationId: string;
  /** The inbox row or domain event that told us, a UUID. */
  readonly cause?: string;
  readonly memo?: string;
  readonly lines: readonly Line[];
}
