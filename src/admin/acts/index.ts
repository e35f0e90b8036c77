import type { Decisions, OpenPayments } from '../../modules/billing/index.js';
import { newId } from '../../kernel/id.js';
import type { Clock } from '../../kernel/clock.js';
import { acting } from '../../platform/events/act.js';
import type { Act } from './act.js';
import { callActs } from './call-acts.js';
import { paymentActs } from './payment-acts.js';
import { deliveryActs, endpointActs, inboxActs, type WebhookUseCases } from './webhook-acts.js';

export { actsOf, type Act } from './act.js';

/** What may be done to the records of each resource. */
export interface Acts {
  readonly inbox: readonly Act[];
  readonly endpoint: readonly Act[];
  readonly delivery: readonly Act[];
  readonly call: readonly Act[];
  readonly payment: readonly Act[];
}

export interface UseCases extends WebhookUseCases {
  readonly decisions: Decisions;
  readonly openPayments: OpenPayments;
}

/** Each in the name of the person who asked for it. */
export function actsBy(useCases: UseCases, clock: Clock): Acts {
  const named = (act: Act): Act => ({
    ...act,
    run: (id, answers, actor) =>
      acting({ actor, correlationId: newId(clock.wall()) }, () => act.run(id, answers, actor)),
  });
  return {
    inbox: inboxActs(useCases).map(named),
    endpoint: endpointActs(useCases).map(named),
    delivery: deliveryActs(useCases).map(named),
    call: callActs(useCases.decisions).map(named),
    payment: paymentActs(useCases.openPayments).map(named),
  };
}
