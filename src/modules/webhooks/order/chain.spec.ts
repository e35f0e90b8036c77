import { event, ordered, reduce, seats, terminal, type Seats } from '../../../../test/webhooks/support/seats.js';
import { orderChain, type Chain } from './chain.js';

describe('orderChain', () => {
  describe('with three updates in one second, 1 to 2 to 3 and back to 2', () => {
    const created = event('evt_0', 99, seats(1), 'created');
    const a = event('A', 100, seats(3), { quantity: 2 });
    const b = event('B', 100, seats(2), { quantity: 3 });
    const c = event('C', 100, seats(2), { quantity: 1 });

    it.each([[[a, b, c]], [[a, c, b]], [[b, a, c]], [[b, c, a]], [[c, a, b]], [[c, b, a]]])(
      'ends at 2 with the same states, whatever the order of arrival',
      (arrived) => {
        const chain = ordered([...arrived, created]);

        expect(quantities(chain)).toEqual([1, 2, 3, 2]);
        expect(chain.breaks).toEqual([]);
      },
    );

    it('is broken while C is missing, and closed by C', () => {
      expect(ordered([created, a, b])).toMatchObject({ breaks: [{ kind: 'gap', eventId: 'A' }] });
      expect(quantities(ordered([created, a, b])).at(-1)).toBe(2);
      expect(ordered([created, a, b, c]).breaks).toEqual([]);
    });
  });

  it('never revives what has ended: a late edge is history', () => {
    const chain = ordered([
      event('evt_0', 99, seats(1), 'created'),
      event('evt_1', 100, seats(1, 'canceled'), 'deleted'),
      event('evt_2', 101, seats(2), { quantity: 1 }),
      event('evt_3', 100, seats(3), { quantity: 1 }),
    ]);

    expect(chain.states.at(-1)?.state.status).toBe('canceled');
  });

  it('takes the word of an answer of ours at once, and forgets it when the edge arrives', () => {
    const created = event('evt_0', 99, seats(1), 'created');
    const answer = event('api:1', 100, seats(2), 'observed', 'api');
    const edge = event('evt_1', 101, seats(2), { quantity: 1 });

    expect(ordered([created, answer]).states.at(-1)).toMatchObject({ state: { quantity: 2 }, provisional: true });
    const settled = ordered([created, answer, edge]);
    expect(quantities(settled)).toEqual([1, 2]);
    expect(settled.states.at(-1)).toMatchObject({ provisional: false, event: { externalId: 'evt_1' } });
    expect(settled.breaks).toEqual([]);
  });

  it('follows answers of ours there and back within one second, with and without their edges', () => {
    const created = event('evt_0', 100, seats(1), 'created');
    const answers = [seats(1), seats(2), seats(1)].map((state, n) =>
      event(`api:${n}`, 100, state, 'observed', 'api', n + 10),
    );
    const [up, down] = [event('evt_1', 100, seats(2), { quantity: 1 }), event('evt_2', 100, seats(1), { quantity: 2 })];

    expect(quantities(ordered([created, ...answers]))).toEqual([1, 2, 1]);
    expect(quantities(ordered([created, ...answers, up]))).toEqual([1, 2, 1]);
    expect(quantities(ordered([created, ...answers, up, down]))).toEqual([1, 2, 1]);
    expect(ordered([created, ...answers, up, down]).states.some(({ provisional }) => provisional)).toBe(false);
  });

  it('closes a break by fetching: equal when we were right, reconciled when we were not', () => {
    const history = [event('evt_0', 90, seats(1), 'created'), event('evt_1', 100, seats(3), { quantity: 2 })];
    const [same, other] = [
      event('refetch:1', 110, seats(3), 'observed', 'refetch'),
      event('refetch:2', 110, seats(5), 'observed', 'refetch'),
    ];

    expect(ordered([...history, same]).breaks).toMatchObject([{ kind: 'gap', closedBy: 'equal' }]);
    const reconciled = ordered([...history, other]);
    expect(reconciled.breaks).toMatchObject([{ kind: 'gap', closedBy: 'reconciled' }]);
    expect(quantities(reconciled).at(-1)).toBe(5);
  });

  describe('with a change missing between two of one second', () => {
    const created = event('evt_2', 100, seats(1, 'incomplete'), 'created');
    const paused = event('evt_1', 100, seats(1, 'paused'), { status: 'active' });
    const answered = (second: number) => event('api:1', second, seats(1), 'observed', 'api');

    it.each([[100], [101], [130]])('ends with the last of them, though we saw what lies between at %i', (second) => {
      const chain = ordered([answered(second), paused, created]);

      expect(chain.states.map(({ state: { status } }) => status)).toEqual(['incomplete', 'active', 'paused']);
      expect(chain.breaks).toMatchObject([{ kind: 'no_path', eventId: 'evt_1' }]);
    });

    it('is whole once that has come', () => {
      const missing = event('evt_3', 100, seats(1), { status: 'incomplete' });
      const chain = ordered([answered(101), paused, created, missing]);

      expect(chain.breaks).toEqual([]);
      expect(chain.states.at(-1)?.state.status).toBe('paused');
    });
  });

  it('takes up circuits where it passes by them, in pieces too', () => {
    const chain = ordered([
      event('evt_0', 90, seats(1), 'created'),
      event('evt_1', 100, seats(3), { quantity: 2 }),
      event('evt_2', 100, seats(2), { quantity: 1 }),
      event('evt_3', 100, seats(2), { quantity: 3 }),
      event('evt_4', 100, seats(8), { quantity: 7 }),
      event('evt_5', 100, seats(4), { quantity: 2 }),
    ]);

    expect(quantities(chain)).toEqual([1, 2, 3, 2, 4, 7, 8]);
    expect(chain.breaks).toHaveLength(1);
  });

  it('calls a history without its beginning foreign', () => {
    expect(ordered([event('evt_1', 100, seats(3), { quantity: 2 })])).toMatchObject({
      breaks: [{ kind: 'foreign', eventId: 'evt_1', found: null }],
    });
  });

  it('goes on from what is folded already', () => {
    const events = [
      event('evt_0', 90, seats(1), 'created'),
      event('evt_1', 100, seats(2), { quantity: 1 }),
      event('evt_2', 110, seats(3), { quantity: 2 }),
    ];
    const chain = orderChain({ events, reduce, terminal, from: { state: seats(2), at: new Date(100_000) } });

    expect(quantities(chain)).toEqual([3]);
    expect(chain.breaks).toEqual([]);
  });
});

function quantities({ states }: Chain<Seats>): number[] {
  return states.map(({ state }) => state.quantity);
}
