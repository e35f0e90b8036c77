import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Consumers, type HeardEvent } from '../../platform/events/consumers.js';
import { Stages } from './stage.service.js';

/** The fields read here; the teller may tell more. */
export interface PaymentCapturedHeard {
  readonly customerId: string | null;
}

/** Whoever pays is a paying customer. */
@Injectable()
export class OnPaymentCaptured implements OnModuleInit {
  constructor(
    private readonly consumers: Consumers,
    private readonly stages: Stages,
  ) {}

  onModuleInit(): void {
    this.consumers.register({
      name: 'customers.stages',
      types: ['billing.payment.captured'],
      projection: false,
      hear: (events) => this.stages.paid(events.flatMap(paymentOf)),
    });
  }
}

function paymentOf({ id: eventId, correlationId, occurredAt: at, data }: HeardEvent) {
  const { customerId } = data as unknown as PaymentCapturedHeard;
  return customerId === null ? [] : [{ customerId, eventId, correlationId, at }];
}
