import type { Clock } from '../../kernel/clock.js';
import { newId } from '../../kernel/id.js';
import type { Inbox } from '../../modules/webhooks/index.js';
import { acting } from '../../platform/events/act.js';
import type { Replay } from './inbox.resource.js';

/** A replay in the name of the person who asked for it. */
export function replayOf(inbox: Inbox, clock: Clock): Replay {
  return (id, actor) => acting({ actor, correlationId: newId(clock.wall()) }, () => inbox.replay(id));
}
