import type { Of } from './action.js';

type Json = Record<string, unknown>;

/** The engine's API as the company's people use it: the status and the body of the answer. */
export type Api = (method: string, path: string, body?: object) => Promise<{ status: number; body: Json }>;

/** What the provider calls one customer and what they subscribe to. */
export interface Persona {
  readonly customer: string;
  subscription: string;
  item: string;
}

/** A payment that is declined is part of the story. */
const DECLINED = 402;

/** The company's people, who work with the engine and not with the provider. */
export class Company {
  constructor(private readonly api: Api) {}

  async product(name: string): Promise<string> {
    return String((await this.ask('POST', '/revenue/products', { name }))['id']);
  }

  /** @returns the provider's id of a new price; the amount in major units */
  async price(body: { product_id: string; amount: string; currency: string; interval: string }): Promise<string> {
    return String((await this.ask('POST', '/revenue/prices', body))['provider_id']);
  }

  async signUp({ who, name, country, offer, card, trialDays }: Of<'sign-up'>, price: string): Promise<Persona> {
    const opened = await this.ask('POST', '/revenue/customers', { email: emailOf(who), name, country });
    const id = String(opened['id']);
    await this.ask('POST', `/revenue/customers/${id}/payment-methods`, { payment_method_id: card });
    const trial = trialDays > 0 ? { trial_days: trialDays } : {};
    const wish = { customer_id: id, price_id: price, quantity: offer.seats, ...trial };
    const { items = [], provider_id } = (await this.ask('POST', '/revenue/subscriptions', wish)) as Subscribed;
    return {
      customer: String(opened['stripe_customer_id']),
      subscription: provider_id ?? '',
      item: items[0]?.id ?? '',
    };
  }

  async change({ subscription }: Persona, price: string, seats: number, billed: 'now' | 'next' | 'not'): Promise<void> {
    const proration = ({ now: 'invoice', next: 'next_invoice', not: 'none' } as const)[billed];
    const wish = { price_id: price, quantity: seats, proration };
    await this.ask('PUT', `/revenue/subscriptions/${subscription}/plan`, wish);
  }

  async cancel({ subscription }: Persona, at: 'now' | 'period_end'): Promise<void> {
    await this.ask('PUT', `/revenue/subscriptions/${subscription}/cancellation`, { at });
  }

  async sell(
    { customer }: Persona,
    { what, disputed }: Of<'order'>,
    price: { amount: string; currency: string },
  ): Promise<void> {
    await this.ask('POST', '/revenue/payments', {
      ...{ customer_id: customer, ...price, description: what },
      ...(disputed ? { payment_method_id: 'pm_card_createDispute' } : {}),
      metadata: { order: what },
    });
  }

  async refund({ customer }: Persona, payment: string, amount: string): Promise<void> {
    const { id } = await this.ask('GET', `/revenue/customers/${customer}`);
    const { data } = (await this.ask('GET', `/revenue/payments?limit=100&customer_id=${String(id)}`)) as {
      data: Json[];
    };
    const found = data.find(({ provider_id }) => provider_id === payment);
    await this.ask('POST', `/revenue/payments/${String(found?.['id'])}/refunds`, { amount });
  }

  private async ask(method: string, path: string, body?: object): Promise<Json> {
    const answer = await this.api(method, `/api/v1${path}`, body);
    if (answer.status < 400 || answer.status === DECLINED) return answer.body;
    throw new Error(`${method} ${path} ${JSON.stringify(body)}: ${answer.status} ${JSON.stringify(answer.body)}`);
  }
}

interface Subscribed extends Json {
  items?: { id: string }[];
  provider_id?: string;
}

export function emailOf(who: number): string {
  return `billing${who}@example.com`;
}
