import type { DomainEvent } from '../../../kernel/domain-event.js';
import type { BreakKind } from './finding.js';

/** A difference between the provider's books and ours has been found, or has returned. */
export type BreakOpened = DomainEvent<'billing.break.opened', { breakId: string; kind: BreakKind; subject: string }>;

export type BreakClosedTold = DomainEvent<
  'billing.break.closed',
  { breakId: string; kind: BreakKind; subject: string; closedBy: string }
>;

export interface Named {
  readonly id: string;
  readonly kind: BreakKind;
  readonly subject: string;
}

export function breakOpened({ id, kind, subject }: Named, at: Date): BreakOpened {
  return {
    type: 'billing.break.opened',
    subject: `break:${id}`,
    occurredAt: at,
    data: { breakId: id, kind, subject },
  };
}

export function breakClosed({ id, kind, subject }: Named, closedBy: string, at: Date): BreakClosedTold {
  return {
    type: 'billing.break.closed',
    subject: `break:${id}`,
    occurredAt: at,
    data: { breakId: id, kind, subject, closedBy },
  };
}
