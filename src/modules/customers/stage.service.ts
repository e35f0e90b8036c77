import { Injectable } from '@nestjs/common';
import { newId } from '../../kernel/id.js';
import { Database } from '../../platform/database/database.js';
import { Outbox, type Told } from '../../platform/events/outbox.js';
import { Customer, StageChange } from './customer.entity.js';
import { stageChanged, subjectOf } from './customers.events.js';
import { afterPayment } from './stage.js';

/** A payment as far as a customer's life is concerned. */
export interface PaymentMade {
  readonly customerId: string;
  /** The event that told of it. */
  readonly eventId: string;
  readonly correlationId: string;
  readonly at: Date;
}

/** Moves customers along their life. */
@Injectable()
export class Stages {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
  ) {}

  /** Hearing of the same payment again changes nothing: who is paying stays paying. */
  async paid(payments: readonly PaymentMade[]): Promise<void> {
    if (payments.length === 0) return;
    await this.database.transaction(async (em) => {
      const ids = [...new Set(payments.map(({ customerId }) => customerId))];
      await this.database.hold(...ids.map(subjectOf));
      const found = await em.find(Customer, { id: { $in: ids } });
      const customers = new Map(found.map((customer) => [customer.id, customer]));
      const told = payments.flatMap((payment) => this.advance(customers.get(payment.customerId), payment));
      await em.flush();
      await this.outbox.tell(told);
    });
  }

  private advance(customer: Customer | undefined, { eventId, correlationId, at }: PaymentMade): Told[] {
    if (!customer) return [];
    const [from, to] = [customer.stage, afterPayment(customer.stage)];
    if (from === to) return [];

    customer.stage = to;
    const change = { id: newId(at), customer, fromStage: from, toStage: to, causeEvent: eventId, at };
    this.database.em.persist(Object.assign(new StageChange(), change));
    return [{ event: stageChanged({ customerId: customer.id, from, to }, at), correlationId, cause: eventId }];
  }
}
