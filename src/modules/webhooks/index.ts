export { WebhooksModule } from './webhooks.module.js';
export {
  Folds,
  distinct,
  inOrder,
  keyOf,
  objectKey,
  type Claim,
  type Fold,
  type FoldOutcome,
  type InboxEvent,
  type ProviderEvent,
  type Source,
} from './fold.js';
export { InboundSecrets, type LabelledSecret, type SecretSpan } from './intake/inbound-secrets.js';
export { InboxPage } from './http/inbox-page.js';
export { Inbox } from './inbox/inbox.service.js';
export { DeadLetters } from './inbox/dead-letters.js';
export { dismissal } from './inbox/dismissal.queries.js';
export { DeliveryReplays } from './outbound/delivery-replays.js';
export { Endpoints } from './outbound/endpoint.service.js';
export { TestEvents } from './outbound/test-events.js';
export { InboxWorker } from './inbox/inbox-worker.js';
export { Redactions } from './inbox/redactions.js';
export { type PersonalData } from './inbox/stored-bodies.js';
export { observed, type Recording } from './inbox/recording.js';
export { orderChain, type Chain, type ChainBreak, type ChainStep } from './order/chain.js';
export { ChainBreaks } from './order/chain-breaks.js';
export { goesOnFrom } from './order/before.js';
export { either, furthestThenLatest, joined, largest, settled, type Dated, type Join } from './order/lattice.js';
export type { ChainReconciled, EndpointFailing, EndpointWasDisabled, EventDied } from './webhooks.events.js';
