import { FrozenClock, minutes, seconds } from '../../src/kernel/clock.js';
import { Folds, type Fold } from '../../src/modules/webhooks/index.js';
import { Proofs } from '../../src/platform/ops/proofs.js';
import { Business } from '../billing/business.js';
import { startApp, type TestApp } from '../support/app.js';

export interface Answered {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

/** As often as a client asks again whose call came to nothing. */
const PATIENCE = 10;

/** How a fold is broken: the store says that two crossed, or somebody made a mistake. */
export type FoldFault = 'crossed' | 'defect';

/** The whole program, the sandbox and the machine's time, as commands of the model find them. */
export class World {
  private readonly broken: FoldFault[] = [];

  private constructor(
    readonly app: TestApp,
    readonly prices: readonly string[],
    private readonly machine: { ahead: number },
  ) {}

  static async start(): Promise<World> {
    const began = Date.now();
    const machine = { ahead: 0 };
    const clock = new FrozenClock(new Date(), () => new Date(began + machine.ahead));
    const app = await startApp({ machine: clock });
    const business = new Business(app);
    const prices = [await business.price(29), await business.price(99)];
    await app.settle();
    const world = new World(app, prices, machine);
    for (const object of ['payment_intent', 'subscription', 'invoice', 'customer']) world.watch(object);
    return world;
  }

  /** A client that does not take "not now" for an answer: the same call under the same key until there is one. */
  async persist(method: string, path: string, body: object, key: string): Promise<Answered> {
    for (let tries = 1; ; tries += 1) {
      const answered = await this.ask(method, path, body, key);
      if (!isUnsettled(answered) || tries === PATIENCE) return answered;
      await this.pass(seconds(15));
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

  /** Every fault is over, what was lost is sent again, and everybody has had time to catch up. */
  async calm(): Promise<void> {
    const { app } = this;
    this.broken.splice(0);
    app.sandbox.faults.clear();
    for (let round = 0; round < 3; round += 1) {
      await app.sandbox.releaseDeliveries();
      await this.replayTheDead();
      await this.pass(minutes(11));
    }
  }

  /** What every proof finds wrong, with the number of those that had something to look at. */
  async violations(): Promise<string[]> {
    const results = await this.app.nest.get(Proofs).run();
    return results.flatMap(({ name, ok, differences }) =>
      ok ? [] : [`${name}: ${JSON.stringify(differences.slice(0, 3))}`],
    );
  }

  close(): Promise<void> {
    return this.app.close();
  }

  /** As somebody would who has mended what was wrong. */
  private async replayTheDead(): Promise<void> {
    const response = await this.app.get('/api/v1/webhooks/dead-letters?limit=100');
    const { data } = (await response.json()) as { data: { id: string }[] };
    for (const { id } of data) await this.app.post(`/api/v1/webhooks/inbox/${id}/replay`);
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

function isUnsettled({ status, body }: Answered): boolean {
  return status >= 500 || (status === 409 && body['code'] === 'idempotency/in-progress');
}

function faultOf(fault: FoldFault): Error {
  const error = new Error(`A fold was broken: ${fault}.`);
  return fault === 'crossed' ? Object.assign(error, { code: '40001' }) : error;
}
