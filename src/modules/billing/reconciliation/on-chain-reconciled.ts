import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Consumers, type Consumer, type HeardEvent } from '../../../platform/events/consumers.js';
import type { ChainReconciled } from '../../webhooks/index.js';
import { MissedEvents } from './missed-events.service.js';

/** An object was put right by fetching it: the event that was missing is looked for. */
@Injectable()
export class OnChainReconciled implements Consumer, OnModuleInit {
  readonly name = 'missed-events';
  readonly types = ['webhooks.chain.reconciled'];
  readonly projection = false;

  constructor(
    private readonly consumers: Consumers,
    private readonly missed: MissedEvents,
  ) {}

  onModuleInit(): void {
    this.consumers.register(this);
  }

  async hear(events: readonly HeardEvent[]): Promise<void> {
    const heard = events as readonly HeardEvent<ChainReconciled['data']>[];
    await this.missed.lookAround(heard.map(({ data }) => new Date(data.brokenAt)));
  }
}
