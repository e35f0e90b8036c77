import { Injectable } from '@nestjs/common';
import { EventTypes } from '../../../platform/events/event-types.js';
import { OutgoingRequests } from '../../../platform/http/outgoing/outgoing-requests.js';
import { RULES } from '../../../platform/http/outgoing/outgoing.errors.js';
import { EndpointUrlRefused, UnknownEventType } from './endpoint.errors.js';
import type { EndpointSettings } from './endpoint.queries.js';
import { unknownAmong } from './wanted.js';
import { wireType } from './wire.js';

/** Whether an endpoint can be what it is to be. */
@Injectable()
export class EndpointJudge {
  constructor(
    private readonly requests: OutgoingRequests,
    private readonly types: EventTypes,
  ) {}

  /** Of what is given. @throws EndpointUrlRefused, UnknownEventType */
  async judge({ url, event_types: asked }: Partial<EndpointSettings>): Promise<void> {
    if (url !== undefined) await this.judgeUrl(url);
    if (asked !== undefined) this.judgeTypes(asked);
  }

  private async judgeUrl(url: string): Promise<void> {
    if (!URL.canParse(url)) throw new EndpointUrlRefused('unreadable', 'It cannot be read as one.');
    const rule = await this.requests.faultOf(new URL(url));
    if (rule !== undefined) throw new EndpointUrlRefused(rule, RULES[rule]);
  }

  private judgeTypes(asked: readonly string[]): void {
    const catalogue = this.types.all().map(({ type }) => wireType(type));
    const unknown = unknownAmong(asked, catalogue);
    if (unknown !== undefined) throw new UnknownEventType(unknown);
  }
}
