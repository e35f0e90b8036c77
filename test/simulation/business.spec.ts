import { told } from '../../src/integrations/stripe/sandbox/simulation/comparison.js';
import { scenario } from '../../src/integrations/stripe/sandbox/simulation/scenario.js';
import { judge, play, type Played } from '../../src/integrations/stripe/sandbox/simulation/simulation.js';
import { startApp, type TestApp } from '../support/app.js';
import { worldOf } from './world.js';

const story = scenario(11, 9, 3);

describe('a simulated business', () => {
  let app: TestApp;
  let played: Played;

  beforeAll(async () => {
    app = await startApp({ now: new Date(story.from * 1000).toISOString() });
    played = await play(story, worldOf(app));
  }, 120_000);
  afterAll(() => app.close());

  it('comes out to the minor unit: engine and provider say what the arithmetic of the story says', () => {
    expect(played.customers).toBe(9);
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
