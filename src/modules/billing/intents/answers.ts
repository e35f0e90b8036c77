import type { Answered } from '../../../integrations/stripe/index.js';
import type { ProviderEvent } from '../../webhooks/index.js';
import { unfolded, type ProviderObject } from '../mirror/unfolded.js';

/**
 * An answer of the provider as events for the inbox, each with the parts it carries: what we were told in reply to our own
 * call is folded like everything else, so that a replay never has to ask again.
 */
export function eventsOf(answer: object, call: string, at: Date): { externalId: string; body: ProviderEvent }[] {
  return unfolded(answer as ProviderObject).map((object) => ({
    externalId: `api:${call}:${object.id}`,
    body: {
      id: `api:${call}:${object.id}`,
      type: `api.${object.object}`,
      created: Math.floor(at.getTime() / 1000),
      livemode: object['livemode'] === true,
      data: { object },
    },
  }));
}

/**
 * When an object was as the answer shows it, by the provider's clock. Said again, it is as old as the call may be: dated
 * too early it yields to every change told since, dated too late it would undo them.
 * @param asked when the call was written down, @param now the time by which that was
 */
export function saidAt(answered: Answered | undefined, asked: Date, now: Date): Date {
  if (!answered) return now;
  const { at, again } = answered;
  return again ? new Date(at.getTime() - (now.getTime() - asked.getTime())) : at;
}
