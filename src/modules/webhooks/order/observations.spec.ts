import { unexplained } from './observations.js';
import type { Move, Stop } from './walk.js';

/** A second in which a state went round two circuits; the path takes them the other way round than they happened. */
const PATH = ['one', 'four', 'one', 'two', 'one'].map(stop);
const START = { state: null, second: Number.NEGATIVE_INFINITY };

describe('what we saw of a second gone round in circles', () => {
  const left = (...states: string[]) => unexplained(states.map(seen), PATH, START, () => false).map(({ to }) => to);

  it('is explained whichever way round it was', () => {
    expect(left('one', 'two', 'one', 'four', 'one')).toEqual([]);
  });

  it('is explained where a change of nothing was answered with the state once more', () => {
    expect(left('one', 'two', 'one', 'four', 'four')).toEqual([]);
  });

  it('is not where a state came more often than the edges lead to it', () => {
    expect(left('one', 'two', 'one', 'four', 'one', 'four')).toEqual(['four']);
    expect(left('five', 'five')).toEqual(['five', 'five']);
  });
});

function stop(state: string): Stop<string> {
  return { state, second: 100, event: state, jumped: false, observed: false };
}

function seen(to: string, n: number): Move<string> {
  return { from: null, to, id: `api:${n}`, second: 101, event: to };
}
