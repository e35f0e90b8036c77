import type { Action } from '../../src/integrations/stripe/sandbox/simulation/action.js';
import { told } from '../../src/integrations/stripe/sandbox/simulation/comparison.js';
import { FIGURES } from '../../src/integrations/stripe/sandbox/simulation/fact.js';
import { scenario } from '../../src/integrations/stripe/sandbox/simulation/scenario.js';
import { judge, play, type Played } from '../../src/integrations/stripe/sandbox/simulation/simulation.js';
import { truth } from '../../src/integrations/stripe/sandbox/simulation/truth.js';
import { startApp, type TestApp } from '../support/app.js';
import { worldOf } from './world.js';

const story = scenario(74_835, 12, 4);
const KINDS: Readonly<Record<Action['kind'], true>> = {
  ...{ 'sign-up': true, change: true, reprice: true, cancel: true, stay: true, return: true },
  ...{ card: true, pause: true, resume: true, order: true, refund: true },
};

describe('a simulated business', () => {
  let app: TestApp;
  let played: Played;

  beforeAll(async () => {
    app = await startApp({ now: new Date(story.from * 1000).toISOString() });
    // As somebody left it: what the story says of retries holds because it sets the account to it.
    await app.stripe.rawRequest('POST', '/_sandbox/settings', { retry_days: [2], after_retries: 'leave' });
    played = await play(story, worldOf(app));
  }, 120_000);
  afterAll(() => app.close());

  it('has every kind of action in it, and something of every figure', () => {
    const kinds = new Set<string>(story.actions.map(({ kind }) => kind));
    expect(Object.keys(KINDS).filter((kind) => !kinds.has(kind))).toEqual([]);
    const figures = new Set(truth(story).map(({ figure }) => figure));
    expect(FIGURES.filter((figure) => !figures.has(figure))).toEqual([]);
  });

  it('comes out to the minor unit: engine and provider say what the arithmetic of the story says', () => {
    expect(played.customers).toBe(12);
    expect(judge(story, played).map(told)).toEqual([]);
  });

  it('would not, had one thing in it gone otherwise: the difference is found and the action named', () => {
    const order = story.actions.find(({ kind }) => kind === 'order');
    if (order?.kind !== 'order') throw new Error('The story has no order.');
    const dearer = story.actions.map((action) => (action === order ? { ...order, minor: order.minor + 1 } : action));

    const differences = judge({ ...story, actions: dearer }, played).filter(({ cell }) => cell.startsWith('captured'));
    expect(differences.map(({ witness }) => witness)).toEqual(['provider', 'engine', 'screen']);
    for (const { expected, found, because } of differences) {
      expect(expected - found).toBe(1);
      expect(because.join()).toContain(
        `customer ${order.who}, ${new Date(order.at * 1000).toISOString().slice(0, 19)}: order`,
      );
    }
  });

  it('would not, had the engine lost a movement: customer and month are named', () => {
    const testimonies = played.testimonies.map((one) =>
      one.witness === 'engine'
        ? { ...one, facts: one.facts.filter(({ figure, who }) => figure !== 'mrr_new' || who !== 2) }
        : one,
    );
    const [difference, ...more] = judge(story, { ...played, testimonies });
    expect(more).toEqual([]);
    expect(difference?.cell).toMatch(/^mrr_new 2025-\d\d \w{3} 2$/);
    expect(difference?.because.join()).toContain('sign-up');
  });
});
