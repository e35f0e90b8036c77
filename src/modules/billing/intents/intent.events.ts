import type { DomainEvent } from '../../../kernel/domain-event.js';

/** A person said what became of a call to the provider that nobody could find out about. */
export type CallDecided = DomainEvent<
  'billing.call.decided',
  {
    intentId: string;
    operation: string;
    subject: string;
    /** The provider's id of what came of it; `null` when nothing did. */
    result: string | null;
    decidedBy: string;
  }
>;

export function callDecided(data: CallDecided['data']): CallDecided {
  return { type: 'billing.call.decided', subject: `intent:${data.intentId}`, data };
}
