import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { failpoint } from '../../../platform/ops/failpoints.js';
import { EndpointSecrets } from './endpoint-secrets.js';
import { OutboundMetrics } from './outbound.metrics.js';
import { Results } from './results.js';
import { Sender } from './sender.js';
import type { Leased } from './sending.queries.js';

/** A batch of one endpoint on its way. */
@Injectable()
export class Outgoing {
  constructor(
    private readonly database: Database,
    private readonly secrets: EndpointSecrets,
    private readonly sender: Sender,
    private readonly results: Results,
    private readonly metrics: OutboundMetrics,
  ) {}

  async sendAll(batch: readonly Leased[], atOnce: number): Promise<void> {
    const waiting = [...batch];
    const lane = async () => {
      for (let next = waiting.shift(); next; next = waiting.shift()) await this.send(next);
    };
    await Promise.all(Array.from({ length: Math.min(atOnce, batch.length) }, lane));
  }

  async look(): Promise<void> {
    const [row] = await this.database.query<{ oldest: string; disabled: string }>(STANDING);
    this.metrics.standingAt({ oldest: Number(row?.oldest ?? 0), disabled: Number(row?.disabled ?? 0) });
  }

  private async send(delivery: Leased): Promise<void> {
    const { event_id: id, url, body } = delivery;
    const secrets = this.secrets.opened(delivery.secrets);
    const result = await this.sender.send({ id, url, secrets, body });
    failpoint('deliver.after-response');
    await this.results.file(delivery, result);
  }
}

const STANDING = `
  select (select coalesce(extract(epoch from now() - min(next_at)), 0)
          from webhooks_delivery where status = 'pending' and next_at <= now())::text as oldest,
    (select count(*) from webhooks_endpoint where status = 'disabled' and deleted_at is null)::text as disabled`;
