import { flowsOf, netted, type Flow, type KindOfFlow } from './flow.js';
import type { Movement } from './movement.js';
import { endingOf, reasonOf, type ItemChange } from './movement-reason.js';
import type { Policy } from './policy.js';
import { worthAt, worthOverTime, type Standing, type Worth } from './recurring-value.js';
import type { SubscriptionFact } from './subscription-fact.js';

type Line = { readonly subscriptionId: string; readonly worths: readonly Worth[] };

/** A subscription across an instant at which it changes. */
type Turn = { readonly subscriptionId: string; readonly before: Worth | undefined; readonly after: Worth };

interface Instant {
  readonly at: number;
  readonly turns: readonly Turn[];
  readonly before: Standing;
  readonly after: Standing;
}

/**
 * Every change of a customer's recurring value, oldest first, from the histories of all the customer's subscriptions.
 * The customer is what grows, shrinks, leaves and returns: changes at one instant are judged together.
 * The order in which the facts are given does not matter.
 */
export function customerMovements(facts: readonly SubscriptionFact[], policy: Policy): Movement[] {
  const customerId = facts[0]?.customerId ?? '';
  let everPaid = false;
  return instantsOf(facts, policy).flatMap((instant) => {
    const rows = [...valueRows(instant, everPaid), ...commitmentRows(instant)];
    everPaid ||= instant.after === 'active';
    return led(rows, instant, customerId);
  });
}

function instantsOf(facts: readonly SubscriptionFact[], policy: Policy): Instant[] {
  const lines: Line[] = facts
    .map(({ subscriptionId, versions }) => ({ subscriptionId, worths: worthOverTime(versions, policy) }))
    .toSorted((a, b) => (a.subscriptionId < b.subscriptionId ? -1 : 1));
  const instants = [...new Set(lines.flatMap(({ worths }) => worths.map(({ at }) => at)))].toSorted((a, b) => a - b);
  return instants.map((at) => ({
    at,
    turns: lines.flatMap((line) => turnOf(line, at)),
    before: customerStanding(lines, at - 1),
    after: customerStanding(lines, at),
  }));
}

function turnOf({ subscriptionId, worths }: Line, at: number): Turn[] {
  const after = worthAt(worths, at);
  return after?.at === at ? [{ subscriptionId, before: worthAt(worths, at - 1), after }] : [];
}

function customerStanding(lines: readonly Line[], at: number): Standing {
  const standings = lines.map(({ worths }) => worthAt(worths, at)?.standing ?? 'none');
  if (standings.includes('active')) return 'active';
  return standings.includes('paused') ? 'paused' : 'none';
}

function valueRows({ turns, before, after }: Instant, everPaid: boolean): KindOfFlow[] {
  const flows = turns.flatMap((turn) =>
    changesOf(turn).flatMap((change) =>
      flowsOf(change, reasonOf(change, before === 'none'), change.before?.arrMinor ?? 0, change.after?.arrMinor ?? 0),
    ),
  );
  if (before === 'none' && after === 'active') return ofKind(flows, everPaid ? 'reactivation' : 'new');
  if (before === 'active' && after === 'none') return ofKind(flows, 'churn');
  if (before === 'paused' && after === 'none') return lostWhilePaused(turns);
  return netted(flows);
}

function ofKind(flows: readonly Flow[], kind: KindOfFlow['kind']): KindOfFlow[] {
  return flows.map((flow) => ({ ...flow, kind }));
}

/** The money left at the pause; now the customer goes too, and the row that says so moves nothing. */
function lostWhilePaused(turns: readonly Turn[]): KindOfFlow[] {
  const ended = turns.find(({ before }) => before?.standing === 'paused');
  const item = ended?.before?.items[0];
  if (!ended || !item) return [];
  const { itemKey, planId, interval, currency } = item;
  const { providerEvent, inboxEvent } = ended.after.version;
  const { subscriptionId } = ended;
  const named = { subscriptionId, itemKey, planId, interval, currency, providerEvent, inboxEvent };
  return [{ ...named, from: 0, to: 0, reason: endingOf(ended.after), kind: 'churn' }];
}

/** What is going to be lost by cancellations that are scheduled: apart from MRR, and taken back when it happens or is withdrawn. */
function commitmentRows({ turns }: Instant): KindOfFlow[] {
  const flows = turns.flatMap((turn) =>
    changesOf(turn).flatMap((change) => {
      const from = turn.before?.cancelling ? -(change.before?.arrMinor ?? 0) : 0;
      const to = turn.after.cancelling ? -(change.after?.arrMinor ?? 0) : 0;
      const withdrawn = turn.before?.cancelling && turn.after.standing === 'active';
      return flowsOf(change, withdrawn ? 'resume' : 'cancel_voluntary', from, to);
    }),
  );
  return ofKind(flows, 'commitment');
}

function changesOf({ subscriptionId, before, after }: Turn): ItemChange[] {
  const keys = [...new Set([...(before?.items ?? []), ...after.items].map(({ itemKey }) => itemKey))].toSorted();
  return keys.map((itemKey) => ({
    subscriptionId,
    itemKey,
    before: before?.items.find((item) => item.itemKey === itemKey),
    after: after.items.find((item) => item.itemKey === itemKey),
    worthBefore: before,
    worthAfter: after,
  }));
}

/** Marks the one row on which the customer is counted: the first that is not a mere move. */
function led(rows: readonly KindOfFlow[], { at, before, after }: Instant, customerId: string): Movement[] {
  const counted = rows.findIndex(({ kind }) => kind !== 'move' && kind !== 'commitment');
  const leader = counted >= 0 ? counted : rows.findIndex(({ kind }) => kind === 'move');
  const change = (standing: Standing) => Number(after === standing) - Number(before === standing);
  return rows.map(({ from, to, ...row }, index) => ({
    ...row,
    customerId,
    effectiveAt: new Date(at).toISOString(),
    arrBefore: from,
    arrAfter: to,
    delta: to - from,
    leads: index === leader,
    activeChange: index === leader ? change('active') : 0,
    pausedChange: index === leader ? change('paused') : 0,
  }));
}
