import { randomUUID } from 'node:crypto';
import type { TestApp } from '../support/app.js';

export type Json = Record<string, unknown> & { readonly id: string };

/** What a customer of the API does in these stories, through the door. */
export class Business {
  constructor(private readonly app: TestApp) {}

  async customer(card = 'pm_card_visa'): Promise<string> {
    const { id } = await this.post('/customers', { email: `${randomUUID()}@example.com`, name: 'Ada Ltd' });
    if (card) await this.post(`/customers/${id}/payment-methods`, { payment_method_id: card });
    return id;
  }

  async price(amount: number, interval = 'month', currency = 'usd'): Promise<string> {
    const product = await this.post('/products', { name: `Plan of ${amount}` });
    const { id } = await this.post('/prices', { product_id: product.id, amount, currency, interval });
    return id;
  }

  async subscription(customer_id: string, price_id: string, more: object = {}): Promise<Json> {
    return this.post('/subscriptions', { customer_id, price_id, ...more });
  }

  async post(path: string, body: object, headers?: Record<string, string>): Promise<Json> {
    return this.expect(201, await this.app.post(`/api/v1/revenue${path}`, body, headers));
  }

  async put(path: string, body: object): Promise<Json> {
    return this.expect(200, await this.app.send('PUT', `/api/v1/revenue${path}`, body));
  }

  async get(path: string): Promise<Json> {
    return this.expect(200, await this.app.get(`/api/v1${path}`));
  }

  /** A ledger balance in major units of usd, natural sign left as booked: debit positive. */
  async balance(account: string, asOf?: string): Promise<number> {
    const rows = await this.app.database.query<{ minor: string }>(
      `select coalesce(sum(minor), 0) as minor from ledger_entry e join ledger_journal j on j.id = e.journal_id
       where account = $1 and currency = 'usd' and effective_at < coalesce($2::timestamptz, 'infinity')`,
      [account, asOf ?? null],
    );
    return Number(rows[0]?.minor) / 100;
  }

  private async expect(status: number, response: Response): Promise<Json> {
    const body = (await response.json()) as Json;
    if (response.status !== status)
      throw new Error(`${response.url} answered ${response.status}: ${JSON.stringify(body)}`);
    return body;
  }
}
