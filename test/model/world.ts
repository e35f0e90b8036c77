import { FrozenClock, minutes, seconds } from '../../src/kernel/clock.js';
import { Traffic } from '../../src/integrations/stripe/traffic/traffic.js';
import { Folds, type Fold } from '../../src/modules/webhooks/index.js';
import { Proofs } from '../../src/platform/ops/proofs.js';
import { Business } from '../billing/business.js';
import { startApp, type TestApp, type TestAppOptions } from '../support/app.js';
import { freshStore } from '../support/database.js';

type Store = Awaited<ReturnType<typeof freshStore>>;

export interface Answered {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

/** As often as a client asks again whose call came to nothing. */
const PATIENCE = 10;
const HURRY = 3;
/** After as many nothing is left to wait for. */
const ROUNDS = 6;
/** What a program has to know to read what another wrote. */
const KEYS = {
  REVENUE_PEPPER: 'a'.repeat(32),
  REVENUE_ENCRYPTION_KEYS: `k1:${Buffer.alloc(32, 7).toString('base64')}`,
};

/** How a fold is broken: the store says that two crossed, or somebody made a mistake. */
export type FoldFault = 'crossed' | 'defect';

/** The whole program, the sandbox and the machine's time, as commands of the model find them. */
export class World {
  private readonly broken: FoldFault[] = [];
  private approver = '';

  private constructor(
    private readonly store: Store,
    private readonly machine: { ahead: number },
    private running: TestApp,
    readonly prices: readonly { id: string; minor: number }[],
    readonly coupons: readonly { id: string; percentOff: number }[],
  ) {}

  static async start(): Promise<World> {
    const [store, machine] = [hasty(await freshStore()), { ahead: 0 }];
    const app = await begun(machine, { settings: store.settings });
    const business = new Business(app);
    const prices = [
      { id: await business.price(29), minor: 2900 },
      { id: await business.price(99), minor: 9900 },
    ];
    const coupons = [];
    for (const percentOff of [25, 50]) {
      const { id } = await app.stripe.coupons.create({ percent_off: percentOff, duration: 'forever' });
      coupons.push({ id, percentOff });
    }
    await app.settle();
    return new World(store, machine, app, prices, coupons).prepared();
  }

  get app(): TestApp {
    return this.running;
  }

  /** A store in memory goes with its program. */
  get canRestart(): boolean {
    return this.store.settings.url !== undefined;
  }

  /** Stopped, and begun again on the same store. */
  async restart(): Promise<void> {
    const { settings } = this.store;
    const port = Number(new URL(this.app.url).port);
    await this.app.close();
    this.running = await begun(this.machine, { settings, port });
    await this.prepared();
  }

  private async prepared(): Promise<this> {
    for (const object of ['payment_intent', 'subscription', 'invoice', 'customer']) this.watch(object);
    this.approver = await this.app.key('customers:erase', 'customers:read');
    return this;
  }

  /** By somebody else than whoever asked. */
  async approve(request: string): Promise<Answered> {
    const headers = { authorization: `Bearer ${this.approver}` };
    const response = await this.app.send('POST', `/api/v1/revenue/data-requests/${request}/approval`, {}, headers);
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  }

  /** A client that does not take "not now" for an answer: the same call under the same key until there is one. */
  async persist(method: string, path: string, body: object, key: string): Promise<Answered> {
    for (let tries = 1; ; tries += 1) {
      const answered = await this.ask(method, path, body, key);
      if (!isUnsettled(answered) || tries === PATIENCE) return answered;
      // Asked again at once it goes on where it was cut off; what is done behind the request only comes later.
      if (tries < HURRY) this.later(seconds(15));
      else await this.pass(minutes(1));
    }
  }

  async ask(method: string, path: string, body: object, key: string): Promise<Answered> {
    const response = await this.app.send(method, `/api/v1/revenue${path}`, body, { 'idempotency-key': key });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  }

  /** Somebody works in the provider's own dashboard, and tries again when it fails them. */
  async there(work: (stripe: TestApp['stripe']) => Promise<unknown>): Promise<void> {
    for (let tries = 1; ; tries += 1) {
      try {
        return void (await work(this.app.stripe));
      } catch (error) {
        if (tries === PATIENCE) throw error;
        this.later(seconds(15));
      }
    }
  }

  async read(path: string): Promise<Record<string, unknown>> {
    return (await (await this.app.get(`/api/v1/revenue${path}`)).json()) as Record<string, unknown>;
  }

  async list(path: string): Promise<Record<string, unknown>[]> {
    return (await this.read(path))['data'] as Record<string, unknown>[];
  }

  /** The machine's time passes; business time stands. */
  later(milliseconds: number): void {
    this.machine.ahead += milliseconds;
  }

  /** The same of the store's clock too, which nobody can move: what it holds back comes now. */
  async pass(milliseconds: number): Promise<void> {
    this.later(milliseconds);
    await this.app.database.query(`update webhooks_inbox set next_at = now() where status = 'pending'`);
    await this.app.settle();
  }

  /** The next folds do their work, and then it is taken back. Never so many that the worker gives up for this round. */
  breakFolds(...faults: FoldFault[]): void {
    this.broken.splice(0, this.broken.length, ...faults);
  }

  /** Every fault is over, what was lost is sent again, and everybody has had time to catch up: nothing is left to do. */
  async calm(): Promise<void> {
    this.broken.splice(0);
    this.app.sandbox.faults.clear();
    for (let round = 1; ; round += 1) {
      await this.app.sandbox.releaseDeliveries();
      await this.replayTheDead();
      await this.pass(minutes(round === 1 ? 11 : 61));
      const left = await this.left();
      if (left.length === 0) return;
      if (round === ROUNDS) throw new Error(`It does not come to rest: ${left.join(', ')}.`);
      // A call that was cut off for a day is known to have come to nothing by the provider's time.
      if (round > 1 && left.includes('call')) await this.app.advance({ by: 'PT2H' });
    }
  }

  /** What proofs find wrong with everything. */
  async violations(): Promise<string[]> {
    const results = await this.app.nest.get(Proofs).run();
    return results.flatMap(({ name, ok, differences }) =>
      ok ? [] : [`${name}: ${JSON.stringify(differences.slice(0, 3))}`],
    );
  }

  async close(): Promise<void> {
    await this.app.close();
    await this.store.drop();
  }

  /** What has not come to its end, by its kind. */
  private async left(): Promise<string[]> {
    const rows = await this.app.database.query<{ what: string }>(LEFT);
    return rows.map(({ what }) => what);
  }

  /** As somebody would who has mended what was wrong. */
  private async replayTheDead(): Promise<void> {
    const dead = await this.app.database.query<{ id: string }>(`select id from webhooks_inbox where status = 'dead'`);
    for (const { id } of dead) await this.app.post(`/api/v1/webhooks/inbox/${id}/replay`);
  }

  private watch(object: string): void {
    const folds = this.app.nest.get(Folds, { strict: false });
    const real = folds.of(`stripe:self:${object}:any`);
    if (!real) throw new Error(`Nobody folds ${object}.`);
    const breaking: Fold = {
      provider: real.provider,
      objects: [object],
      ...(real.locks && { locks: (claims) => real.locks?.(claims) ?? Promise.resolve([]) }),
      fold: async (claims) => {
        const outcomes = await real.fold(claims);
        const fault = this.broken.shift();
        if (fault) throw faultOf(fault);
        return outcomes;
      },
    };
    folds.register(breaking);
  }
}

/** Nothing here takes the server's power away, so that no commit need wait for its disk. */
function hasty({ settings, drop }: Store): Store {
  if (settings.url === undefined) return { settings, drop };
  const url = new URL(settings.url);
  url.searchParams.set('options', '-c synchronous_commit=off');
  return { settings: { ...settings, url: url.href }, drop };
}

/** Whoever is asked for patience has it at once: the machine's time goes on, and nobody sits through it. */
async function begun(machine: { ahead: number }, on: NonNullable<TestAppOptions['on']>): Promise<TestApp> {
  const start = Date.now();
  const clock = new FrozenClock(new Date(), () => new Date(start + machine.ahead));
  const app = await startApp({ machine: clock, env: KEYS, on });
  const patience = async (milliseconds: number) => void (machine.ahead += milliseconds);
  Object.assign(app.nest.get(Traffic, { strict: false }), { pause: patience });
  Object.assign(app.stripe, { getInitialNetworkRetryDelay: () => 0, getMaxNetworkRetryDelay: () => 0 });
  return app;
}

const LEFT = `
  select 'event' as what where exists (select from webhooks_inbox where status in ('pending', 'waiting', 'dead'))
  union all select 'delivery' where exists (select from stripe_sandbox.delivery where state <> 'delivered')
  union all select 'refold' where exists (select from webhooks_refold)
  union all select 'refetch' where exists (select from webhooks_refetch where done_at is null)
  union all select 'erasure' where exists (select from customers_data_request where state = 'running')
  union all select 'call' where exists (select from billing_intent where state in ('planned', 'sent', 'unknown'))`;

function isUnsettled({ status, body }: Answered): boolean {
  return status >= 500 || (status === 409 && body['code'] === 'idempotency/in-progress');
}

function faultOf(fault: FoldFault): Error {
  const error = new Error(`A fold was broken: ${fault}.`);
  return fault === 'crossed' ? Object.assign(error, { code: '40001' }) : error;
}
