import { InboxBody, InboxRow } from './inbox/inbox-row.entity.js';
import { Refetch, Refold } from './inbox/marks.entity.js';
import { Conflict } from './intake/conflict.entity.js';
import { InboundSecret } from './intake/inbound-secret.entity.js';
import { StoredChainBreak } from './order/chain-break.entity.js';

export const webhooksEntities = [InboxRow, InboxBody, Conflict, StoredChainBreak, Refold, Refetch, InboundSecret];
