import { monthOf } from './calendar.js';
import { scenario } from './scenario.js';

const story = scenario(7, 150, 12);
const kinds = Map.groupBy(story.actions, ({ kind }) => kind);
const count = (kind: string): number => kinds.get(kind as never)?.length ?? 0;

it('tells the same story for the same numbers, and another for others', () => {
  expect(scenario(7, 150, 12)).toEqual(story);
  expect(scenario(8, 150, 12)).not.toEqual(story);
});

it('has everything a business meets', () => {
  expect(count('sign-up')).toBe(150);
  const rest = ['change', 'reprice', 'cancel', 'stay', 'return', 'card', 'pause', 'resume', 'order', 'refund'];
  const more = ['plan', 'usage', 'answer'];
  expect([...rest, ...more].filter((kind) => count(kind) < 4)).toEqual([]);
  const signUps = (kinds.get('sign-up') ?? []).filter((action) => action.kind === 'sign-up');
  expect(new Set(signUps.map(({ currency }) => currency)).size).toBe(3);
  expect(new Set(signUps.map(({ coupon }) => coupon?.lasts)).size).toBe(3);
  expect(new Set(signUps.map(({ tax }) => tax?.inclusive)).size).toBe(3);
});

it('grows with seasons: summer is quiet, autumn is not', () => {
  const signUps = Map.groupBy(kinds.get('sign-up') ?? [], ({ at }) => monthOf(at));
  const of = (month: string): number => signUps.get(month)?.length ?? 0;
  expect(of('2025-07')).toBeLessThan(of('2025-01'));
  expect(of('2025-11')).toBeGreaterThan(of('2025-01'));
});

it('lets nobody act before signing up, and keeps to its months', () => {
  const signedUp = new Map((kinds.get('sign-up') ?? []).map(({ who, at }) => [who, at]));
  for (const { who, at } of story.actions) {
    expect(at).toBeGreaterThanOrEqual(signedUp.get(who) ?? Infinity);
    expect(at).toBeLessThan(story.until);
  }
  expect(story.actions.map(({ at }) => at)).toEqual(story.actions.map(({ at }) => at).toSorted((a, b) => a - b));
});

it('knows what led to a sign-up, and that came before', () => {
  const { affiliates, campaigns, leads } = story.audience;
  for (const action of story.actions) {
    if (action.kind !== 'sign-up') continue;
    const { affiliate, campaign, lead } = action.source;
    if (affiliate !== undefined) expect(affiliates[affiliate]?.clicks.some((at) => at < action.at)).toBe(true);
    if (lead !== undefined) expect(leads[lead]?.at).toBeLessThan(action.at);
    if (campaign !== undefined) expect(campaigns[campaign]?.at).toBeLessThan(action.at);
  }
});
