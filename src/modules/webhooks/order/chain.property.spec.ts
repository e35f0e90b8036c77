import fc from 'fast-check';
import { event, ordered, reduce, seats, type Seats } from '../../../../test/webhooks/support/seats.js';
import type { InboxEvent } from '../fold.js';
import type { Chain } from './chain.js';

/** Enough to have met what happens once in a thousand; a seed that found something is kept. */
const HISTORIES = 20_000;
const SEED = Number(process.hrtime.bigint() % 1_000_000n);
beforeAll(() => process.stdout.write(`orderChain seed ${SEED}\n`));

describe('orderChain, on histories nobody wrote', () => {
  const anyArrival =
    'gives the true states for any arrival of any history, repeated as it may be, with answers of ours dated a little late';
  it.each([[SEED], [389_087]])(`${anyArrival} (%i)`, (seed) => {
    fc.assert(
      fc.property(histories(), fc.infiniteStream(fc.nat()), (history, dice) => {
        const inOrder = ordered(history);
        const some = (of: number): boolean => (dice.next().value ?? 0) % 10 < of;
        const again = history.filter(() => some(3));
        const late = (dice.next().value ?? 0) % 4;
        const answers = history.filter(() => some(5)).map((one, n) => answerTo(one, n, late));
        const arrived = ordered(shuffled([...history, ...again, ...answers], dice));

        return (
          inOrder.breaks.length === 0 &&
          alike(told(arrived), told(inOrder)) &&
          alike(lastOfEachSecond(inOrder), truth(history))
        );
      }),
      { numRuns: HISTORIES, seed },
    );
  });

  it('takes the word of an answer of ours for as long as the change behind it has not come', () => {
    fc.assert(
      fc.property(rising, fc.infiniteStream(fc.nat()), (history, dice) => {
        const last = history.at(-1) as InboxEvent;
        const early = ordered(
          shuffled([...history.slice(0, -1), answerTo(last, 1, (dice.next().value ?? 0) % 4)], dice),
        );

        return alike(early.states.at(-1)?.state, reduce(last.body.data.object));
      }),
      { numRuns: 1000, seed: SEED },
    );
  });

  it('notices any change dropped from the middle when each has its second', () => {
    fc.assert(
      fc.property(histories(3, 0), fc.nat(), (history, pick) => {
        const dropped = history[1 + (pick % (history.length - 2))] as InboxEvent;
        const chain = ordered(history.filter((one) => one !== dropped));

        expect(chain.breaks.length > 0).toBe(changesSomething(dropped));
        expect(chain.states.at(-1)?.state).toEqual(ordered(history).states.at(-1)?.state);
      }),
      { numRuns: 1000, seed: SEED },
    );
  });

  it('ends where the history ends, whatever is dropped from a second in which no state came twice', () => {
    fc.assert(
      fc.property(rising, fc.nat(), fc.infiniteStream(fc.nat()), (history, pick, dice) => {
        const dropped = history[1 + (pick % (history.length - 2))] as InboxEvent;
        const chain = ordered(
          shuffled(
            history.filter((one) => one !== dropped),
            dice,
          ),
        );

        expect(chain.breaks).toHaveLength(1);
        expect(chain.states.at(-1)?.state).toEqual(reduce((history.at(-1) as InboxEvent).body.data.object));
      }),
      { numRuns: 1000, seed: SEED },
    );
  });

  // A circuit inside one second may begin at any of its states, so that it can hide what is missing before it; and the
  // last event of all is missed by nobody. Both are for the inventory to find.
  it('notices most of what is dropped from histories with changes in one second', () => {
    const counted = { dropped: 0, unnoticed: 0 };
    fc.assert(
      fc.property(histories(3), fc.nat(), (history, pick) => {
        const dropped = history[1 + (pick % (history.length - 2))] as InboxEvent;
        if (!changesSomething(dropped)) return;
        counted.dropped += 1;
        if (ordered(history.filter((one) => one !== dropped)).breaks.length === 0) counted.unnoticed += 1;
      }),
      { numRuns: 1000, seed: SEED },
    );
    process.stdout.write(`dropped ${counted.dropped}, unnoticed ${counted.unnoticed}\n`);
    expect(counted.unnoticed).toBeLessThan(counted.dropped / 3);
  });

  it('would notice if the last arrival won: that gives other states', () => {
    const lastArrivalWins = (events: readonly InboxEvent[]) => reduce(events.at(-1)?.body.data.object ?? {});
    const found = fc.check(
      fc.property(histories(3), fc.infiniteStream(fc.nat()), (history, dice) => {
        const arrived = shuffled(history, dice);
        return JSON.stringify(lastArrivalWins(arrived)) === JSON.stringify(ordered(arrived).states.at(-1)?.state);
      }),
      { numRuns: 200, seed: SEED },
    );

    expect(found.failed).toBe(true);
  });
});

function told({ states }: Chain<Seats>) {
  return states.map(({ at, state, event: { externalId } }) => ({ at, state, externalId }));
}

/** What we were told in reply to the call behind an event. */
function answerTo({ occurredAt, body }: InboxEvent, n: number, late: number): InboxEvent {
  const second = occurredAt.getTime() / 1000 + late;
  return event(`api:${n}`, second, reduce(body.data.object), 'observed', 'api', n + 100);
}

/** Real histories: a creation and changes, 40 % of them in the second of the one before; some change nothing we fold. */
function histories(least = 1, together = 4): fc.Arbitrary<InboxEvent[]> {
  const change = fc.record({ quantity: fc.integer({ min: 1, max: 4 }), sameSecond: fc.nat({ max: 9 }), id: fc.nat() });
  return fc.array(change, { minLength: least, maxLength: 12 }).map((changes) => {
    let [second, quantity] = [100, 1];
    const events = [event('evt_created', second, seats(1), 'created')];
    changes.forEach((next, n) => {
      if (next.sameSecond >= together) second += 1 + (next.id % 5);
      events.push(event(`evt_${next.id}_${n}`, second, seats(next.quantity), { quantity }));
      quantity = next.quantity;
    });
    return events;
  });
}

/** Seats that only ever grow, several times a second. */
const rising = fc
  .array(fc.record({ more: fc.integer({ min: 1, max: 3 }), wait: fc.nat({ max: 1 }), id: fc.nat() }), {
    minLength: 2,
    maxLength: 8,
  })
  .map((changes) => {
    let [second, quantity] = [100, 1];
    const events = [event('evt_created', second, seats(1), 'created')];
    changes.forEach(({ more, wait, id }, n) => {
      second += wait;
      events.push(event(`evt_${id}_${n}`, second, seats(quantity + more), { quantity }));
      quantity += more;
    });
    return events;
  });

function alike(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function changesSomething({ body: { data } }: InboxEvent): boolean {
  return data.previous_attributes?.['quantity'] !== data.object['quantity'];
}

function truth(history: readonly InboxEvent[]): [number, number][] {
  const bySecond = new Map(
    history.map(({ occurredAt, body }) => [occurredAt.getTime(), reduce(body.data.object).quantity] as const),
  );
  return changesOnly([...bySecond]);
}

function lastOfEachSecond({ states }: Chain<Seats>): [number, number][] {
  return changesOnly([...new Map(states.map(({ at, state }) => [at.getTime(), state.quantity] as const))]);
}

function changesOnly(values: readonly (readonly [number, number])[]): [number, number][] {
  return values
    .filter(([, quantity], index) => index === 0 || values[index - 1]?.[1] !== quantity)
    .map(([at, quantity]) => [at, quantity]);
}

function shuffled<T>(things: readonly T[], dice: Iterator<number>): T[] {
  return things
    .map((thing) => ({ thing, place: dice.next().value as number }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ thing }) => thing);
}
