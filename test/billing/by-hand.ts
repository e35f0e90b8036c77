import { startApp, type TestApp } from '../support/app.js';
import { signed } from '../webhooks/intake-app.js';

export interface Told {
  readonly type: string;
  readonly api_version: string;
  readonly data: { readonly object: object };
}

/** A program that its provider's events reach by hand only: of all that happens it hears what the story says. */
export class ByHand {
  private constructor(
    readonly app: TestApp,
    private readonly happened: Told[],
  ) {}

  static async open(): Promise<ByHand> {
    const happened: Told[] = [];
    const send = async (_url: string, { body }: { body: string }): Promise<number> => {
      happened.push(JSON.parse(body) as Told);
      return 200;
    };
    return new ByHand(await startApp({ sandbox: { send } }), happened);
  }

  /** What happened since it was asked last. */
  async told(only = /./): Promise<Told[]> {
    await this.app.sandbox.deliver();
    return this.happened.splice(0).filter(({ type }) => only.test(type));
  }

  /** Of all that happened since, this is all that arrives. */
  async hears(only?: RegExp, version?: string): Promise<void> {
    await this.receives(await this.told(only), version);
  }

  async receives(events: readonly Told[], version?: string): Promise<void> {
    const [secret = ''] = this.app.config.stripe.webhookSecrets;
    for (const event of events) {
      const body = JSON.stringify({ ...event, api_version: version ?? event.api_version });
      const headers = { 'stripe-signature': signed(Buffer.from(body), secret, this.app.sandbox.clock.wall()) };
      expect((await fetch(`${this.app.url}/webhooks/stripe`, { method: 'POST', headers, body })).status).toBe(200);
    }
    await this.app.settle();
  }
}
