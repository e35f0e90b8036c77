import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Causes, type Cause } from '../ledger/index.js';
import { Inbox } from '../webhooks/index.js';

/** Explains the books' causes: each journal of billing names the inbox row that told of its fact. */
@Injectable()
export class BillingCauses implements OnModuleInit {
  constructor(
    private readonly causes: Causes,
    private readonly inbox: Inbox,
  ) {}

  onModuleInit(): void {
    this.causes.register((ids) => this.explain(ids));
  }

  private async explain(ids: readonly string[]): Promise<Map<string, Cause>> {
    const told = await this.inbox.told(ids);
    return new Map(
      [...told].map(([id, { externalId, type, receivedAt }]) => [
        id,
        { event_id: externalId, type, received_at: receivedAt.toISOString() },
      ]),
    );
  }
}
