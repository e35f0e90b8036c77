import { FrozenClock } from '../../../src/kernel/clock.js';
import { AnalyticsConsumer } from '../../../src/modules/analytics/analytics.consumer.js';
import { AnalyticsProofs } from '../../../src/modules/analytics/analytics-proofs.js';
import { Books } from '../../../src/modules/analytics/books.service.js';
import { Explanations } from '../../../src/modules/analytics/explanation.service.js';
import { Figures } from '../../../src/modules/analytics/figures.service.js';
import { Knowledge } from '../../../src/modules/analytics/knowledge.service.js';
import { Light } from '../../../src/modules/analytics/light.service.js';
import { MoneyFacts } from '../../../src/modules/analytics/money.service.js';
import type { BalanceWitness } from '../../../src/modules/analytics/money-proof.js';
import { MovementList } from '../../../src/modules/analytics/movement-list.service.js';
import { Overviews } from '../../../src/modules/analytics/overview.service.js';
import { People } from '../../../src/modules/analytics/people.service.js';
import { RecurringRevenue } from '../../../src/modules/analytics/recurring-revenue.service.js';
import { ScreenService } from '../../../src/modules/analytics/screen.service.js';
import type { Config } from '../../../src/platform/config/config.js';
import { EventLog } from '../../../src/platform/events/event-log.js';
import { Consumers, type HeardEvent } from '../../../src/platform/events/consumers.js';
import { Proofs } from '../../../src/platform/ops/proofs.js';
import { startDatabase } from '../../support/database.js';

/** The machine's time, moved by hand: knowledge is dated by it. */
class Machine {
  at = new Date('2026-11-01T00:00:00.000Z');

  advance(milliseconds: number): Date {
    this.at = new Date(this.at.getTime() + milliseconds);
    return this.at;
  }
}

/** Balances of the books, as a test says they are; debit positive, minor units of dollars. */
type Balances = Record<string, number>;

const config = { reportingCurrency: 'usd', mode: 'local-sandbox', stripe: { webhookSecrets: [] } } as unknown as Config;

/** Analytics alone on a database of its own: what it hears is given by hand. */
export async function startAnalytics(now = '2026-11-01T00:00:00.000Z') {
  const { database, close } = await startDatabase();
  const machine = new Machine();
  const clock = new FrozenClock(new Date(now), () => machine.at);
  const knowledge = new Knowledge(database, clock, new EventLog(database));
  const consumer = new AnalyticsConsumer(
    new Consumers(),
    knowledge,
    new RecurringRevenue(database),
    new MoneyFacts(database),
    new People(database),
  );
  const figures = new Figures(database, clock, config, new Books(database), knowledge);
  const balances: Balances = {};
  const witness: BalanceWitness = {
    balance: ({ account }) => Promise.resolve([{ currency: 'usd', minor: balances[account] ?? 0 }]),
  };
  const proofs = new Proofs();
  new AnalyticsProofs(database, clock, proofs, knowledge, witness).onModuleInit();
  const light = new Light(proofs, clock);
  return {
    ...{ database, clock, machine, knowledge, figures, balances, proofs, light },
    explanations: new Explanations(database, figures, knowledge),
    movements: new MovementList(database, knowledge),
    overviews: new Overviews(figures, light, config),
    screens: new ScreenService(database, figures, knowledge, light),
    hear: (...events: HeardEvent[]) => database.transaction(() => consumer.hear(events)),
    close: async () => {
      await light.onModuleDestroy();
      await close();
    },
  };
}

export type Analytics = Awaited<ReturnType<typeof startAnalytics>>;
