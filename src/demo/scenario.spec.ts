import { scenario } from './scenario.js';

describe('scenario', () => {
  const story = scenario({ seed: 7, customers: 72, days: 183 });
  const count = (kind: string): number => story.actions.filter((action) => action.kind === kind).length;

  it('tells the same story for the same seed, and another for another', () => {
    expect(scenario({ seed: 7, customers: 72, days: 183 })).toEqual(story);
    expect(scenario({ seed: 8, customers: 72, days: 183 })).not.toEqual(story);
  });

  it('has everything a business meets', () => {
    expect(count('sign-up')).toBe(72);
    for (const kind of ['change-plan', 'cancel', 'stay', 'new-card', 'buy', 'refund'])
      expect(count(kind)).toBeGreaterThan(0);
  });

  it('keeps to its days, in order, and nobody acts before signing up', () => {
    const days = story.actions.map(({ day }) => day);
    expect(days).toEqual(days.toSorted((a, b) => a - b));
    expect(Math.max(...days)).toBeLessThan(183);
    for (const action of story.actions) {
      const signUp = story.actions.find(({ who, kind }) => who === action.who && kind === 'sign-up');
      expect(signUp?.day).toBeLessThanOrEqual(action.day);
    }
  });
});
