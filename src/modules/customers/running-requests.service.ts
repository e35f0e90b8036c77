import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { Database } from '../../platform/database/database.js';
import type { Evidence } from './data-request.entity.js';

/** A person who is being forgotten. */
export interface RunningErasure {
  readonly id: string;
  readonly customerId: string;
  readonly personId: string;
}

/** Requests under way, for the floors above that hold something of the person and say when it is gone. */
@Injectable()
export class RunningRequests {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Those whose turn it is. */
  async due(): Promise<RunningErasure[]> {
    const rows = await this.database.query<{ id: string; customer_id: string; person_id: string }>(DUE, [
      this.clock.wall(),
    ]);
    return rows.map(({ id, customer_id: customerId, person_id: personId }) => ({ id, customerId, personId }));
  }

  /** Something has to end first: looked at again then. */
  async wait(id: string, reason: string, until: Date): Promise<void> {
    await this.database.query(
      `update customers_data_request set waits_for = $2, next_at = $3 where id = $1 and state = 'running'`,
      [id, reason, until],
    );
  }

  /** Nothing is left of the person. */
  async done(id: string, evidence: readonly Omit<Evidence, 'at'>[]): Promise<void> {
    const at = this.clock.wall();
    const dated = evidence.map((one) => ({ ...one, at: at.toISOString() }));
    await this.database.query(DONE, [id, at, JSON.stringify(dated)]);
  }
}

const DUE = `
  select r.id, r.customer_id, c.person_id from customers_data_request r
    join customers_customer c on c.id = r.customer_id
   where r.state = 'running' and r.next_at <= $1 order by r.next_at limit 100`;

const DONE = `
  update customers_data_request
     set state = 'done', done_at = $2, next_at = null, waits_for = null, evidence = evidence || $3::jsonb
   where id = $1 and state = 'running'`;
