import type { Sandbox } from '../../src/integrations/stripe/sandbox/sandbox.js';
import { differing, Names, shown, type Differing, type Json, type Recording, type Step } from './recordings.js';

/** What became of a recorded request here. */
export interface Replayed {
  readonly recording: string;
  readonly request: string;
  /** Names something that no step before it made: the recording's earlier take, or a step that could not be done here. */
  readonly strange: boolean;
  readonly status: { readonly theirs: number; readonly ours: number };
  readonly refusal: string | undefined;
  readonly differing: readonly Differing[];
}

/** Prices and plans are given names by their makers. */
const NAMED = /(?<=\[(?:price|coupon)\]=)[A-Za-z0-9_-]+(?=&|$)/g;

/** Asks the sandbox what was asked then, with our ids for theirs, each step at its own time. */
export class Replay {
  private readonly names = new Names();

  constructor(
    private readonly recording: Recording,
    private readonly sandbox: Sandbox,
  ) {}

  async steps(): Promise<Replayed[]> {
    await this.sandbox.startAt(new Date(this.recording.steps[0]?.at ?? 0));
    const replayed: Replayed[] = [];
    for (const step of this.recording.steps) replayed.push(await this.step(step));
    return replayed;
  }

  private async step(step: Step): Promise<Replayed> {
    const at = new Date(step.at);
    if (at > this.sandbox.clock.now()) await this.sandbox.advance({ to: at });
    const path = step.url.replace('https://api.stripe.com', '');
    const form = step.body ?? '';
    for (const [name] of form.matchAll(NAMED)) await this.prepare(name);
    await this.prepareBuyer(`${path} ${form}`);
    const strange = this.names.strangers(decodeURIComponent(`${path} ${form}`)).length > 0;
    const ours = form.replaceAll(NAMED, (name) => this.names.oursOf(name));
    const answer = await this.ask(step.method, this.names.inText(path), this.names.inText(ours));
    const isLike = answer.status === step.status;
    return {
      recording: this.recording.name,
      request: `${step.method} ${path.split('?')[0]?.replaceAll(/\w+_[A-Za-z0-9]{8,}/g, '{id}')}`,
      strange,
      status: { theirs: step.status, ours: answer.status },
      refusal: (answer.body['error'] as { message: string } | undefined)?.message,
      differing: isLike ? [...differing(step.response, answer.body, this.names)] : [],
    };
  }

  /** What the account had before the recording began: its shape is in the answers. */
  private async prepare(name: string): Promise<void> {
    if (this.names.knows(name)) return;
    const answers = this.recording.steps.map(({ response }) => response);
    const found = shown(name, answers);
    if (found?.['object'] === 'coupon') return this.prepareCoupon(name, found);
    if (!found) return;
    const { recurring, interval, currency, unit_amount, amount } = found;
    const rhythm = (recurring as Json | null)?.['interval'] ?? interval;
    const product = await this.make('/v1/products', { name: 'Prepared' });
    const price = await this.make('/v1/prices', {
      ...{ product, currency, unit_amount: unit_amount ?? amount },
      ...(rhythm ? { 'recurring[interval]': rhythm } : {}),
    });
    this.names.learn(name, price);
    this.names.learn(String(found['product']), product);
  }

  /** A recording of several takes keeps the making of customer and card once only: those of the others are made here. */
  private async prepareBuyer(asked: string): Promise<void> {
    const [[customer] = []] = asked.matchAll(/\bcus_\w+/g);
    if (customer === undefined) return;
    if (!this.names.knows(customer)) this.names.learn(customer, await this.make('/v1/customers', this.buyer(customer)));
    const method = this.names.strangers(decodeURIComponent(asked)).find((id) => id.startsWith('pm_'));
    if (method === undefined) return;
    const owner = { customer: this.names.oursOf(customer) };
    this.names.learn(method, await this.make('/v1/payment_methods/pm_card_visa/attach', owner));
  }

  private buyer(customer: string): Json {
    const { email, name } =
      shown(
        customer,
        this.recording.steps.map(({ response }) => response),
      ) ?? {};
    return { ...(email ? { email } : {}), ...(name ? { name } : {}) };
  }

  private async prepareCoupon(name: string, { percent_off, amount_off, currency, duration }: Json): Promise<void> {
    const worth = percent_off === null ? { amount_off, currency } : { percent_off };
    this.names.learn(name, await this.make('/v1/coupons', { duration, ...worth }));
  }

  private async make(path: string, params: Json): Promise<string> {
    const form = new URLSearchParams(
      Object.entries(params).map(([key, value]): [string, string] => [key, String(value)]),
    );
    const { body } = await this.ask('post', path, form.toString());
    return String(body['id']);
  }

  private async ask(method: string, path: string, form: string): Promise<{ status: number; body: Json }> {
    const request = new Request(`http://sandbox${path}`, {
      method: method.toUpperCase(),
      headers: { authorization: 'Bearer sk_test_replay', 'content-type': 'application/x-www-form-urlencoded' },
      ...(method === 'post' ? { body: form } : {}),
    });
    const response = await this.sandbox.handle(request);
    return { status: response.status, body: (await response.json()) as Json };
  }
}
