import { createHash, randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Database } from '../../../platform/database/database.js';
import { prepared } from '../../../platform/database/prepared.js';
import { BusinessTime } from './business-time.js';
import { Calls, type Validate } from './calls.js';
import { SandboxClock } from './clock.js';
import { answerAction } from './actions/answering.js';
import { control } from './control.js';
import { Deliveries } from './deliveries/deliveries.js';
import { post } from './deliveries/post.js';
import { Postman, type Send } from './deliveries/postman.js';
import { Faults } from './faults/faults.js';
import { pages } from './pages/all.js';
import { visit } from './pages/pages.js';
import type { Snapshot } from './snapshots/snapshot.js';
import { Snapshots } from './snapshots/snapshots.js';
import { Store } from './store.js';
import { Turns } from './turns.js';
import type { Unit } from './unit.js';
import { WarmStore } from './warm-store.js';
import { newSecret, secretsOf } from './webhook-secrets.js';
import { newEndpoint } from './webhook-endpoints.js';

export interface SandboxSettings {
  readonly database: Database;
  readonly wall: () => Date;
  /** Equal seed, equal calls: equal ids, events and bytes. Kept from the first start on. */
  readonly seed?: string;
  /** Looks at every answer and event before it leaves: tests, and development on request, hold them against the package. */
  readonly validate?: Validate;
  /** How a signed event reaches an endpoint; by HTTP unless given. */
  readonly send?: Send;
}

const ADVANCE = /^\/v1\/test_helpers\/test_clocks\/[^/]+\/advance$/;

/** A small Stripe of one's own with a clock that can be moved. Everything it knows is in its tables. */
export class Sandbox {
  readonly clock: SandboxClock;
  readonly faults = new Faults();
  private readonly store: Store;
  private readonly calls: Calls;
  private readonly deliveries: Deliveries;
  private readonly time: BusinessTime;
  private readonly snapshots: Snapshots;
  /** Whether a test clock was told to advance and has not been seen to arrive. */
  private clockMoves = true;
  private opened: Promise<void> | undefined;

  constructor(private readonly settings: SandboxSettings) {
    this.clock = new SandboxClock(settings.wall);
    const often = prepared(settings.database);
    this.store = new Store(settings.database, often);
    const turns = new Turns(settings.database, new WarmStore(settings.database, often, this.store.place));
    this.calls = new Calls(turns, this.store, this.clock, this.faults, settings.validate);
    this.snapshots = new Snapshots(settings.database, settings.wall);
    const { store, clock, calls } = this;
    this.time = new BusinessTime({ ...settings, turns, store, clock, seen: (changes) => calls.seen(changes) });
    this.deliveries = new Deliveries(
      settings.database,
      this.clock,
      new Postman(this.clock, settings.send ?? post, this.faults),
    );
  }

  /** Stands behind the unchanged client: `Stripe.createFetchHttpClient(sandbox.fetch)`. */
  readonly fetch: typeof fetch = async (input, init) => this.handle(new Request(input, init));

  /** Answers a request as Stripe would; never inside a transaction. */
  async handle(request: Request): Promise<Response> {
    Database.outside('a provider call');
    await this.open();
    const { pathname } = new URL(request.url);
    if (pathname.startsWith('/_sandbox/')) return control(this, request);
    if (pathname.startsWith('/sandbox/')) return this.show(request);
    if (this.clockMoves) await this.time.advanceTestClocks();
    this.clockMoves = ADVANCE.test(pathname);
    return this.calls.answer(request);
  }

  /** Answers a person with a browser: a page of checkout, portal or bank, and nothing else of the sandbox. */
  async show(request: Request): Promise<Response> {
    await this.open();
    return visit(pages, request, (work) => this.doing(work));
  }

  /** Reads the clock from its row, making the row at first start. */
  async open(): Promise<void> {
    this.opened ??= this.start();
    await this.opened;
  }

  /** Sets an empty sandbox's clock, also back, and holds it there, so that a story can end where the wall clock is. */
  async startAt(date: Date): Promise<void> {
    await this.open();
    await this.time.startAt(date);
  }

  /**
   * Moves business time forward; what falls due acts on the way, each at its own time. A held clock stays held,
   * a running one runs on from there.
   * @param onTime called at the end of each simulated day and of the journey, outside any transaction
   */
  async advance(journey: { to: Date } | { by: string }, onTime?: (at: Date) => Promise<void>): Promise<void> {
    await this.open();
    await this.time.advance(journey, onTime);
  }

  /** Ends the holding of the clock: catches up with the machine's time and runs with it; from ahead of it, runs on from there. */
  async release(): Promise<void> {
    await this.open();
    await this.time.release();
  }

  /** To be called every second or so while the program runs: what has fallen due acts, what is to be sent is sent. */
  async tick(): Promise<void> {
    await this.open();
    await this.time.catchUp();
    await this.time.advanceTestClocks();
    await this.deliver();
  }

  /**
   * Waits, where time runs, for what calls made happen within a second: over a network it has happened before the next
   * call arrives, and clients count on it.
   */
  async settle(): Promise<void> {
    const wait = this.calls.soon * 1000 - this.clock.now().getTime();
    if (this.calls.soon === 0 || this.clock.held) return;
    this.calls.soon = 0;
    await pause(Math.max(0, wait));
    await this.time.catchUp();
  }

  /** Posts the events that wait for an endpoint. Answers how many posts it made. */
  async deliver(): Promise<number> {
    Database.outside('a delivery');
    await this.open();
    return this.deliveries.deliver();
  }

  /** Says at which address people reach the sandbox's pages, for the links it hands out. */
  servedAt(url: string): void {
    this.store.place.pages = url;
  }

  /** Registers an endpoint for all events once and answers its secret, which stays in the endpoint's row. */
  async endpoint(url: string): Promise<string> {
    await this.open();
    return this.doing(async (unit) => {
      const known = unit.endpoints.find((one) => one.url === url)?.secret;
      if (known) return known;
      const secret = newSecret();
      newEndpoint(unit, { url, enabledEvents: ['*'], secret });
      return secret;
    });
  }

  /** What an endpoint's deliveries may be signed with now: two secrets while one is being rolled. */
  async secretsOf(url: string): Promise<{ label: string; secret: string }[]> {
    await this.open();
    return this.doing(async (unit) => secretsOf(unit, url));
  }

  /** Lays down how the next charges of a payment method end: `ok` or a decline code each. */
  async script(method: string, outcomes: readonly string[]): Promise<boolean> {
    return this.doing(async (unit) => {
      if (!(await unit.maybe('payment_method', method))) return false;
      const id = `script_${method}`;
      await unit.load([id]);
      const script = unit.peek(id) ?? unit.add({ id, object: 'sandbox_script' });
      Object.assign(script, { outcomes: [...outcomes] });
      return true;
    });
  }

  /** Plays the buyer who confirms a payment or a card that asked for it, or fails to. */
  async authenticate(intent: string, passed: boolean): Promise<boolean> {
    return this.doing(async (unit) => {
      return answerAction(unit, intent, passed);
    });
  }

  /** Something that happens of itself, outside the API: one turn, told like everything else. */
  async doing<T>(work: (unit: Unit) => Promise<T>): Promise<T> {
    await this.open();
    return this.time.act(work);
  }

  /** Keeps everything as it is now, under a name. */
  async keep(name: string): Promise<Snapshot> {
    await this.open();
    return this.snapshots.take(name, this.clock.now());
  }

  /** Everything is again as it was then, business time too; also the tables of whoever shares the database. */
  async comeBack(name: string): Promise<Snapshot> {
    await this.open();
    const snapshot = await this.snapshots.restore(name);
    this.clock.follow(await this.store.state());
    this.clockMoves = true;
    return snapshot;
  }

  async forget(name: string): Promise<Snapshot> {
    return this.snapshots.drop(name);
  }

  async kept(): Promise<Snapshot[]> {
    return this.snapshots.all();
  }

  /** How many deliveries are in which state. */
  async deliveryStates(): Promise<Record<string, number>> {
    await this.open();
    return this.deliveries.states();
  }

  /** The latest deliveries, newest first, those in one state or all. */
  async listDeliveries(state: string | undefined, limit: number): Promise<object[]> {
    await this.open();
    return this.deliveries.list(state, limit);
  }

  /** Sends again what was given up, dropped on the way or is waiting; with an event, that one, even if it was taken. */
  async releaseDeliveries(event?: string): Promise<void> {
    await this.open();
    await this.deliveries.release(event);
  }

  private async start(): Promise<void> {
    const seed = this.settings.seed ?? createHash('sha256').update(randomBytes(16)).digest('hex').slice(0, 16);
    await this.store.create(seed);
    this.clock.follow(await this.store.state());
  }
}
