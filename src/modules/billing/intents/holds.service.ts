import { Injectable } from '@nestjs/common';
import { OutboundHold } from '../../../platform/ops/outbound-hold.js';
import { Obstacles } from '../erasure/obstacles.service.js';
import type { Intent } from './intent.entity.js';
import type { OperationName } from './operations.js';

/** What keeps a call from being made now. */
@Injectable()
export class Holds {
  constructor(
    private readonly outbound: OutboundHold,
    private readonly obstacles: Obstacles,
  ) {}

  /** What nobody waits for may begin, and is made when changes are let go; what is answered at once is refused instead. */
  async mayBegin(operation: OperationName): Promise<boolean> {
    return operation.startsWith('customer.') || !(await this.outbound.isHeld('provider'));
  }

  /** A deletion may be sent long after it was asked for; what has begun since would be lost with the customer. */
  async isHeld({ operation, subject }: Intent): Promise<boolean> {
    if (await this.outbound.isHeld('provider')) return true;
    if (operation !== 'customer.delete') return false;
    return (await this.obstacles.of(subject.slice(subject.indexOf(':') + 1))) !== undefined;
  }
}
