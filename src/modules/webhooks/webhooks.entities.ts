import { InboxBody, InboxRow } from './inbox/inbox-row.entity.js';
import { Refetch, Refold } from './inbox/marks.entity.js';
import { Redaction, Unopened } from './inbox/redaction.entity.js';
import { Dismissal, RangeReplay } from './inbox/replay.entity.js';
import { Conflict } from './intake/conflict.entity.js';
import { InboundSecret } from './intake/inbound-secret.entity.js';
import { StoredChainBreak } from './order/chain-break.entity.js';
import { Attempt, Delivery } from './outbound/delivery.entity.js';
import { Endpoint, EndpointSecret } from './outbound/endpoint.entity.js';

export const webhooksEntities = [
  InboxRow,
  InboxBody,
  Conflict,
  StoredChainBreak,
  Refold,
  Refetch,
  Dismissal,
  RangeReplay,
  Redaction,
  Unopened,
  InboundSecret,
  Endpoint,
  EndpointSecret,
  Delivery,
  Attempt,
];
