import { Injectable } from '@nestjs/common';
import { Sandbox, StripeClient } from '../integrations/stripe/index.js';
import { days, hours, minutes } from '../kernel/clock.js';
import { dayOf, startOfDay } from '../kernel/period.js';
import { Database } from '../platform/database/database.js';
import { Slots } from '../platform/jobs/slots.js';
import { Worker } from '../worker.js';
import { Cast } from './cast.js';
import { Demo, type DemoState } from './demo.entity.js';
import { scenario, type Action } from './scenario.js';
import { Stage } from './stage.js';

export interface DemoPlan {
  readonly seed: number;
  readonly customers: number;
  /** Days told, the last of them today. */
  readonly days: number;
}

/** The first act of a day is at nine; the next follow it by minutes. */
const OPENING = hours(9);
const BETWEEN = minutes(7);

/** The demo business: people of a made-up story act at the local provider, all the rest is the engine at work. */
@Injectable()
export class DemoService {
  constructor(
    private readonly database: Database,
    private readonly sandbox: Sandbox,
    private readonly stripe: StripeClient,
    private readonly worker: Worker,
    private readonly slots: Slots,
  ) {}

  async found(): Promise<Demo | null> {
    return this.database.em.findOne(Demo, 1);
  }

  /** How many events of the story have reached the engine. */
  async delivered(): Promise<number> {
    const { delivered = 0 } = await this.sandbox.deliveryStates();
    return delivered;
  }

  /** Begins the story on an empty sandbox, set back so that it ends now. A story already begun stays as it is. */
  async begin({ seed, customers, days: length }: DemoPlan, now: Date): Promise<void> {
    if (await this.found()) return;
    const startsAt = startOfDay(dayOf(new Date(now.getTime() - days(length))));
    await this.sandbox.startAt(startsAt);
    const prices = await new Cast(this.stripe.sdk, seed).openShop();
    await this.database.transaction(async (em) => {
      em.create(Demo, {
        id: 1,
        state: 'running',
        seed,
        customers,
        days: length,
        startsAt,
        day: 0,
        personas: {},
        prices,
      });
      await em.flush();
    });
  }

  /** Tells the story from where it stands to its end, or until told to stop. */
  async tell(stop: AbortSignal): Promise<void> {
    const demo = await this.found();
    if (demo?.state !== 'running') return;
    const story = scenario(demo);
    const stage = new Stage(this.stripe.sdk, demo.seed, demo.prices, demo.personas);
    for (let day = demo.day; day < demo.days; day += 1) {
      if (stop.aborted || (await this.state()) !== 'running') break;
      await this.tellDay(
        demo.startsAt,
        day,
        story.actions.filter((action) => action.day === day),
        stage,
      );
      await this.keep({ day: day + 1, personas: stage.personas });
    }
    if (!stop.aborted) await this.end();
  }

  async stop(): Promise<void> {
    await this.keep({ state: 'stopped' });
  }

  private async tellDay(startsAt: Date, day: number, actions: readonly Action[], stage: Stage): Promise<void> {
    const midnight = startsAt.getTime() + days(day);
    for (const [index, action] of actions.entries()) {
      await this.until(new Date(midnight + OPENING + index * BETWEEN));
      await stage.play(action);
    }
    await this.until(new Date(midnight + days(1)));
    await this.worker.drain();
    await this.slots.drain(this.sandbox.clock.now());
  }

  private async until(at: Date): Promise<void> {
    if (at > this.sandbox.clock.now()) await this.sandbox.advance({ to: at });
  }

  /** Business time runs with the machine's from here on. */
  private async end(): Promise<void> {
    await this.sandbox.release();
    await this.worker.drain();
    if ((await this.state()) === 'running') await this.keep({ state: 'done' });
  }

  private async state(): Promise<DemoState | undefined> {
    return (await this.found())?.state;
  }

  private async keep(change: Partial<Pick<Demo, 'state' | 'day' | 'personas'>>): Promise<void> {
    await this.database.transaction(async (em) => void (await em.nativeUpdate(Demo, 1, change)));
  }
}
