import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { DomainError } from '../../kernel/domain-error.js';
import { isId } from '../../kernel/id.js';
import { Database } from '../database/database.js';
import { WakeUps } from './wake-ups.js';

export class ParkedEventNotFound extends DomainError {
  readonly kind = 'not-found';
  readonly code = 'webhooks/parked-event-not-found';

  constructor(consumer: string, id: string) {
    super('No such event is parked for this consumer.', { consumer, id });
  }
}

export interface Parked {
  readonly event_id: string;
  readonly type: string;
  readonly subject: string;
  readonly sequence: number;
  readonly attempts: number;
  readonly next_at: string;
  readonly last_error: string;
}

/** Events a consumer could not take, as somebody looks at them and lets them go on. */
@Injectable()
export class ParkedEvents {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly wakeUps: WakeUps,
  ) {}

  /** The oldest of each subject first; at most a hundred. */
  list(consumer: string): Promise<Parked[]> {
    return this.database.query<Parked>(
      `select p.event_id, e.type, p.subject, e.sequence, p.attempts, p.next_at, p.last_error
       from platform_parked_event p join platform_event e on e.id = p.event_id
       where p.consumer = $1 order by p.subject, e.sequence limit 100`,
      [consumer],
    );
  }

  /**
   * Tries it anew, and after it those of its subject that queue behind it, in their order.
   * @returns how many that are. @throws ParkedEventNotFound
   */
  async replay(consumer: string, eventId: string): Promise<number> {
    const rows = isId(eventId)
      ? await this.database.query(
          `update platform_parked_event set attempts = 0, next_at = $3 where consumer = $1
             and subject = (select subject from platform_parked_event where consumer = $1 and event_id = $2)
           returning event_id`,
          [consumer, eventId, this.clock.wall()],
        )
      : [];
    if (rows.length === 0) throw new ParkedEventNotFound(consumer, eventId);
    this.wakeUps.wake('events');
    return rows.length;
  }
}
