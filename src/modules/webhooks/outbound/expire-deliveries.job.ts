import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock, days, hours } from '../../../kernel/clock.js';
import { Database } from '../../../platform/database/database.js';
import { Jobs } from '../../../platform/jobs/jobs.js';

const KEPT = days(30);
const PIECE = 1_000;

/** Deliveries that ended are kept for 30 days, with their attempts; what is still to be sent stays. */
@Injectable()
export class ExpireDeliveries implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.jobs.register({ name: 'webhooks.expire-deliveries', every: hours(1), run: () => this.dropAll() });
  }

  private async dropAll(): Promise<void> {
    const before = new Date(this.clock.wall().getTime() - KEPT);
    while ((await this.dropSome(before)) === PIECE);
  }

  private dropSome(before: Date): Promise<number> {
    return this.database.transaction(async () => {
      const old = await this.database.query<{ id: string }>(OLD, [before]);
      const ids = [old.map(({ id }) => id)];
      await this.database.query('delete from webhooks_attempt where delivery_id = any($1::uuid[])', ids);
      await this.database.query('delete from webhooks_delivery where id = any($1::uuid[])', ids);
      return old.length;
    });
  }
}

const OLD = `
  select id from webhooks_delivery where created_at < $1 and status <> 'pending'
  order by created_at, id limit ${PIECE} for update skip locked`;
