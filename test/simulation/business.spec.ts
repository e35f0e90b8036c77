import type { Action } from '../../src/integrations/stripe/sandbox/simulation/action.js';
import { told } from '../../src/integrations/stripe/sandbox/simulation/comparison.js';
import { FIGURES } from '../../src/integrations/stripe/sandbox/simulation/fact.js';
import { scenario } from '../../src/integrations/stripe/sandbox/simulation/scenario.js';
import { judge, play, type Played } from '../../src/integrations/stripe/sandbox/simulation/simulation.js';
import { Proofs } from '../../src/platform/ops/proofs.js';
import { startApp, type TestApp } from '../support/app.js';
import { few, happeningsOf } from './everything.js';
import { worldOf } from './world.js';

const story = few(scenario(11, 400, 4));
const customers = new Set(story.actions.map(({ who }) => who)).size;
const KINDS: Readonly<Record<Action['kind'], true>> = {
  ...{ 'sign-up': true, change: true, reprice: true, cancel: true, stay: true, return: true },
  ...{ card: true, pause: true, resume: true, order: true, refund: true, plan: true, usage: true, answer: true },
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
    const wanted = [...Object.keys(KINDS), ...FIGURES.map((figure) => `figure ${figure}`), 'once', 'forever'];
    const had = happeningsOf(story);
    expect([...wanted, 'tax true', 'tax false', 'metered true'].filter((one) => !had.has(one))).toEqual([]);
  });

  it('comes out to the minor unit: engine and provider say what the arithmetic of the story says', () => {
    expect(played.customers).toBe(customers);
    expect(judge(story, played).map(told)).toEqual([]);
  });

  it('keeps every promise there is a proof of', async () => {
    const results = await app.nest.get(Proofs).run();
    const broken = results.flatMap(({ differences }) => differences as { account?: string }[]);
    // What was ordered in the provider's own dashboard waits for somebody to say what it was for.
    expect(broken.filter(({ account }) => account !== 'unapplied')).toEqual([]);
    expect(results.filter(({ checked }) => checked > 0).length).toBeGreaterThan(12);
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
    const engine = played.testimonies.find(({ witness }) => witness === 'engine');
    const lost = engine?.facts.find(({ figure }) => figure === 'mrr_new');
    const facts = engine?.facts.filter((fact) => fact !== lost) ?? [];
    const testimonies = played.testimonies.map((one) => (one.witness === 'engine' ? { ...one, facts } : one));
    const [difference, ...more] = judge(story, { ...played, testimonies });
    expect(more).toEqual([]);
    expect(difference?.cell).toMatch(new RegExp(`^mrr_new 2025-\\d\\d \\w{3} ${lost?.who}$`));
    expect(difference?.because.join()).toContain('sign-up');
  });

  it.each(['tax', 'dispute_lost', 'payouts'] as const)('would not, had the engine lost some %s', (figure) => {
    const testimonies = played.testimonies.map((one) =>
      one.witness === 'engine' ? { ...one, facts: one.facts.filter((fact) => fact.figure !== figure) } : one,
    );
    const cells = judge(story, { ...played, testimonies }).map(({ cell }) => cell);
    expect(cells.length).toBeGreaterThan(0);
    expect(cells.filter((cell) => !cell.startsWith(`${figure} `))).toEqual([]);
  });
});
