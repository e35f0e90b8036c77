import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { newId } from '../../../kernel/id.js';
import { OutboundHold } from '../../../platform/ops/outbound-hold.js';
import { OutboundHeld } from './endpoint.errors.js';
import { EndpointSecrets } from './endpoint-secrets.js';
import { Endpoints } from './endpoint.service.js';
import { Sender, type Answered } from './sender.js';

/** A made-up event for one endpoint, sent at once. It is no delivery: nothing is kept of it, and it is not tried again. */
@Injectable()
export class TestEvents {
  constructor(
    private readonly endpoints: Endpoints,
    private readonly secrets: EndpointSecrets,
    private readonly sender: Sender,
    private readonly clock: Clock,
    private readonly hold: OutboundHold,
  ) {}

  /** @throws EndpointNotFound, OutboundHeld */
  async send(endpointId: string): Promise<Answered> {
    if (await this.hold.isHeld('webhooks')) throw new OutboundHeld();
    const { id, url } = await this.endpoints.one(endpointId);
    const now = this.clock.wall();
    const body = JSON.stringify({
      type: 'engine.test',
      timestamp: now.toISOString(),
      data: { sequence: 1, endpoint: { id } },
    });
    return this.sender.send({ id: newId(now), url, secrets: await this.secrets.living(id), body });
  }
}
