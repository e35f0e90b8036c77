import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Consumers, type Consumer, type HeardEvent } from '../../platform/events/consumers.js';
import { CONSUMER, HEARD_TYPES } from './heard-types.js';
import { Knowledge } from './knowledge.service.js';
import { MoneyFacts } from './money.service.js';
import { customersTold } from './on-customer-registered.js';
import { moneyTold } from './on-journal-posted.js';
import { paymentsTold } from './on-payment-decided.js';
import { subscriptionsTold } from './on-subscription-versioned.js';
import { People } from './people.service.js';
import { RecurringRevenue } from './recurring-revenue.service.js';

/** Hears everything figures are made of. Facts, roll-ups and the cursor move in one transaction. */
@Injectable()
export class AnalyticsConsumer implements Consumer, OnModuleInit {
  readonly name = CONSUMER;
  readonly projection = true;
  readonly types = HEARD_TYPES;

  constructor(
    private readonly consumers: Consumers,
    private readonly knowledge: Knowledge,
    private readonly recurring: RecurringRevenue,
    private readonly money: MoneyFacts,
    private readonly people: People,
  ) {}

  onModuleInit(): void {
    this.consumers.register(this);
  }

  async hear(events: readonly HeardEvent[]): Promise<void> {
    const batch = await this.knowledge.open();
    const seq = await this.recurring.record(subscriptionsTold(events), batch);
    await this.money.record(moneyTold(events), batch);
    await this.people.record(customersTold(events), paymentsTold(events));
    await this.knowledge.close(batch, seq);
  }
}
