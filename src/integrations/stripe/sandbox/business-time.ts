import { days } from '../../../kernel/clock.js';
import { Database } from '../../../platform/database/database.js';
import { later, moveTo, timeOf, type SandboxClock } from './clock.js';
import { actOnDue } from './due.js';
import { invalid } from './sandbox.errors.js';
import { BATCH, NOTHING, type Asked, type Changes, type Moment, type Store } from './store.js';
import { advancePart } from './test-clocks/advancing.js';
import type { Turns } from './turns.js';
import { Unit } from './unit.js';

const AUTOMATIC = { request: null, idempotencyKey: null };

interface Setting {
  readonly turns: Turns;
  readonly wall: () => Date;
  readonly store: Store;
  readonly clock: SandboxClock;
  /** Looks at what was changed before it is written. */
  readonly seen: (changes: Changes) => Changes;
}

/** What happens outside the API: time that passes, and acts of people who are not there. Each stretch is a turn. */
export class BusinessTime {
  constructor(private readonly setting: Setting) {}

  /** Sets an empty sandbox's clock, also back, and holds it there. */
  async startAt(date: Date): Promise<void> {
    await this.moving({}, async ({ state }) => {
      const [made] = await this.setting.store.objects(`type <> 'webhook_endpoint' limit 1`, []);
      if (made) throw invalid('Only an empty sandbox can be set back.', { param: 'start_at' });
      state.heldAt = date.getTime();
    });
  }

  /** Never back: an instant that has passed is now. @param onTime called at the end of each day and of the journey, outside any transaction */
  async advance(journey: { to: Date } | { by: string }, onTime?: (at: Date) => Promise<void>): Promise<void> {
    Database.outside('moving the clock');
    const { clock } = this.setting;
    const wanted = 'to' in journey ? journey.to : later(clock.now(), journey.by);
    const end = wanted < clock.now() ? clock.now() : wanted;
    if (!onTime) return this.pass(end.getTime());
    while (clock.now() < end) {
      const day = Math.floor(clock.now().getTime() / days(1)) + 1;
      const stop = new Date(Math.min(day * days(1), end.getTime()));
      await this.pass(stop.getTime());
      await onTime(stop);
    }
  }

  /** Catches up with the machine's time and runs with it; from ahead of it, runs on from there. */
  async release(): Promise<void> {
    const { wall, clock } = this.setting;
    await this.advance({ to: new Date(Math.max(wall().getTime(), clock.now().getTime())) });
    await this.moving({}, async ({ state }, machine) => {
      state.offset = state.heldAt === null ? state.offset : Math.max(0, state.heldAt - machine.getTime());
      state.heldAt = null;
    });
  }

  /** Lets act what a running clock has reached. */
  async catchUp(): Promise<void> {
    const { clock, store } = this.setting;
    clock.follow(await store.state());
    const due = await store.nextDue();
    const now = clock.now().getTime();
    if (!clock.held && due !== undefined && due * 1000 <= now) await this.pass(now, { moves: false });
  }

  /** Moves the test clocks that were told to advance, each in pieces. */
  async advanceTestClocks(): Promise<void> {
    for (const { id } of await this.setting.store.objects(
      `type = 'test_helpers.test_clock' and status = 'advancing'`,
      [],
    )) {
      while (!(await this.act((unit) => advancePart(unit, id)))) continue;
    }
  }

  /** Something that happens of itself: one turn, told like everything else. */
  async act<T>(work: (unit: Unit) => Promise<T>): Promise<T> {
    return this.setting.turns.take({}, async (moment) => {
      const unit = this.unit(moment);
      const value = await work(unit);
      return { value, changes: this.setting.seen(unit.changes()) };
    });
  }

  private async pass(until: number, { moves = true } = {}): Promise<void> {
    const asked = { until: Math.floor(until / 1000) };
    for (let done = false; !done;) {
      await this.moving(asked, async (moment, machine) => {
        const { state, due: rows } = moment;
        const last = rows.length < BATCH ? asked.until : (rows.at(-1)?.due_at ?? 0);
        done = rows.length === 0;
        if (done) return moves ? moveTo(state, until, machine) : undefined;
        const unit = this.unit(moment);
        const reached = await actOnDue(unit, rows, last);
        done = reached * 1000 >= until - 999;
        if (moves) moveTo(state, done ? until : Math.max(reached * 1000, timeOf(state, machine)), machine);
        return this.setting.seen(unit.changes());
      });
    }
  }

  /** A turn that may move the clock; memory follows once it is written. */
  private async moving(asked: Asked, work: (moment: Moment, machine: Date) => Promise<Changes | void>): Promise<void> {
    const { turns, wall, clock } = this.setting;
    const moved = await turns.take(asked, async (moment) => {
      const { state } = moment;
      const changes = (await work(moment, wall())) ?? { state, ...NOTHING };
      return { value: state, changes };
    });
    clock.follow(moved);
  }

  private unit({ state, endpoints }: Moment): Unit {
    const { turns, wall } = this.setting;
    const at = Math.floor(timeOf(state, wall()) / 1000);
    return new Unit(turns.store, state, at, AUTOMATIC, endpoints);
  }
}
