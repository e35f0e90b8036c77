import type { EventRow } from '../store.js';
import type { Faults } from './faults.js';

/** Events that all bear the second of the first of them: Stripe counts in seconds, so what is fast has no order. */
export function inBursts(events: readonly EventRow[], faults: Faults): readonly EventRow[] {
  return events.map((event) => {
    const created = faults.secondOf(event);
    if (created === event.created) return event;
    return { ...event, created, body: JSON.stringify({ ...(JSON.parse(event.body) as object), created }) };
  });
}
