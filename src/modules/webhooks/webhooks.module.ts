import { Module } from '@nestjs/common';
import { PayPalModule } from '../../integrations/paypal/index.js';
import { Folds } from './fold.js';
import { ReplaysController } from './http/replays.controller.js';
import { DeadLetters } from './inbox/dead-letters.js';
import { Redactions } from './inbox/redactions.js';
import { StoredBodies } from './inbox/stored-bodies.js';
import { RangeReplays } from './inbox/range-replays.js';
import { DeliveriesController } from './http/deliveries.controller.js';
import { EndpointsController } from './http/endpoints.controller.js';
import { OutboundPage } from './http/outbound-page.js';
import { DeliveryProofs } from './outbound/delivery-proofs.js';
import { DeliveryReplays } from './outbound/delivery-replays.js';
import { EndpointJudge } from './outbound/endpoint-judge.js';
import { EndpointSecrets } from './outbound/endpoint-secrets.js';
import { Endpoints } from './outbound/endpoint.service.js';
import { ExpireDeliveries } from './outbound/expire-deliveries.job.js';
import { FanOut } from './outbound/fan-out.consumer.js';
import { OutboundLoop } from './outbound/outbound-loop.js';
import { Outgoing } from './outbound/outgoing.js';
import { OutboundMetrics } from './outbound/outbound.metrics.js';
import { Results } from './outbound/results.js';
import { Sender } from './outbound/sender.js';
import { TestEvents } from './outbound/test-events.js';
import { DomainEventsController } from './http/domain-events.controller.js';
import { EventTypesController } from './http/event-types.controller.js';
import { InboxController } from './http/inbox.controller.js';
import { InboxPage } from './http/inbox-page.js';
import { IrregularitiesController } from './http/irregularities.controller.js';
import { IrregularitiesPage } from './http/irregularities-page.js';
import { Bodies } from './inbox/bodies.js';
import { DueClaims } from './inbox/due-claims.js';
import { Folding } from './inbox/folding.js';
import { InboxLoops } from './inbox/inbox-loops.js';
import { InboxProofs } from './inbox/inbox-proofs.js';
import { InboxMetrics } from './inbox/inbox.metrics.js';
import { Inbox } from './inbox/inbox.service.js';
import { InboxWorker } from './inbox/inbox-worker.js';
import { Sweep } from './inbox/sweep.js';
import { Arrivals } from './intake/arrivals.js';
import { Deliveries } from './intake/deliveries.js';
import { InboundSecrets } from './intake/inbound-secrets.js';
import { IntakeAnswers } from './intake/intake-answers.js';
import { IntakeLane } from './intake/intake-lane.js';
import { IntakeRoutes } from './intake/intake-routes.js';
import { Intake } from './intake/intake.service.js';
import { Signatures } from './intake/signatures.js';
import { ChainBreaks } from './order/chain-breaks.js';
import { EventTypes } from '../../platform/events/event-types.js';
import { Loops } from '../../platform/jobs/loops.js';
import { webhooksEventTypes } from './webhooks-event-types.js';

const inboxParts = [
  Folds,
  Bodies,
  DueClaims,
  Folding,
  Inbox,
  InboxWorker,
  InboxLoops,
  Sweep,
  InboxMetrics,
  InboxProofs,
  ChainBreaks,
  DeadLetters,
  RangeReplays,
  Redactions,
  StoredBodies,
];
const intakeParts = [Arrivals, InboundSecrets, Deliveries, Intake, IntakeAnswers, IntakeLane, IntakeRoutes, Signatures];
const outboundParts = [
  ...[Endpoints, EndpointJudge, EndpointSecrets, DeliveryProofs, DeliveryReplays, TestEvents],
  ...[FanOut, Sender, Results, Outgoing, OutboundLoop, OutboundMetrics, ExpireDeliveries],
];

@Module({
  imports: [PayPalModule],
  controllers: [
    InboxController,
    IrregularitiesController,
    DomainEventsController,
    EventTypesController,
    EndpointsController,
    DeliveriesController,
    ReplaysController,
  ],
  providers: [...inboxParts, ...intakeParts, ...outboundParts, InboxPage, IrregularitiesPage, OutboundPage],
  exports: [DeadLetters, Endpoints, Folds, Inbox, Redactions, InboxWorker, ChainBreaks, InboundSecrets, InboxPage],
})
export class WebhooksModule {
  constructor(types: EventTypes, loops: Loops, inbox: InboxLoops, outbound: OutboundLoop, redactions: Redactions) {
    loops.register(inbox);
    loops.register(outbound);
    loops.everySecond(
      'redaction',
      'inward',
      () => redactions.drain(),
      () => redactions.look(),
    );
    types.register(...webhooksEventTypes);
  }
}
