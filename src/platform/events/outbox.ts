import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import type { DomainEvent } from '../../kernel/domain-event.js';
import { derivedId } from '../../kernel/id.js';
import { Overtaken } from '../database/database.errors.js';
import { Database } from '../database/database.js';
import { currentAct } from './act.js';
import { WakeUps } from './wake-ups.js';

/** An event with the reason it happened, where that differs from the act at hand: a fold of many objects has many. */
export interface Told {
  readonly event: DomainEvent;
  readonly correlationId: string;
  readonly cause?: string;
}

interface Dated extends Told {
  readonly at: Date;
}

/**
 * An event leaves only with the transaction that made it true: it is a row of it. `sequence` counts the events of a
 * subject; the caller holds the subject's lock, so two transactions cannot give out one number.
 */
@Injectable()
export class Outbox {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly wakeUps: WakeUps,
  ) {}

  async record(...events: DomainEvent[]): Promise<void> {
    const act = currentAct();
    await this.tell(
      events.map((event) => ({
        event,
        correlationId: act?.correlationId ?? derivedId(this.clock.now(), event.subject),
        ...(act?.cause === undefined ? {} : { cause: act.cause }),
      })),
    );
  }

  /** Written at the end of the part at hand, in the order of telling. */
  async tell(told: readonly Told[]): Promise<void> {
    if (told.length === 0) return;
    const now = this.clock.now();
    await this.database.atEnd(
      this.write,
      told.map((one) => ({ ...one, at: one.event.occurredAt ?? now })),
    );
  }

  private readonly write = async (told: readonly Dated[]): Promise<void> => {
    const rows = numbered(told, await this.lastOf(told)).map(({ event, correlationId, cause, sequence, at }) => ({
      id: derivedId(at, `${event.subject}#${sequence}`),
      type: event.type,
      subject: event.subject,
      sequence,
      occurred_at: at,
      cause: cause ?? null,
      correlation_id: correlationId,
      data: event.data,
    }));
    await this.database.query(INSERT, [JSON.stringify(rows)]);
    this.database.afterCommit(() => this.wakeUps.wake('events'));
  };

  private async lastOf(told: readonly Told[]): Promise<Map<string, number>> {
    const subjects = [...new Set(told.map(({ event }) => event.subject))];
    const rows = await this.database.query<{ subject: string; sequence: number; later: boolean }>(LAST, [subjects]);
    const overtaken = rows.find(({ later }) => later);
    if (overtaken) throw new Overtaken(overtaken.subject);
    return new Map(rows.map(({ subject, sequence }) => [subject, sequence]));
  }
}

// One look into the index a subject, whatever the planner believes of a table it has no statistics of yet.
const LAST = `
  select s.subject, last.sequence, last.tx > pg_current_xact_id() as later from unnest($1::text[]) as s(subject)
  cross join lateral (
    select sequence, tx from platform_event e where e.subject = s.subject order by sequence desc limit 1) as last`;

const INSERT = `
  insert into platform_event (id, type, subject, sequence, occurred_at, cause, correlation_id, data)
  select id, type, subject, sequence, occurred_at, cause, correlation_id, data
  from jsonb_to_recordset($1::jsonb) as row(
    id uuid, type text, subject text, sequence int, occurred_at timestamptz, cause text, correlation_id uuid, data jsonb)
`;

function numbered(told: readonly Dated[], last: Map<string, number>): (Dated & { sequence: number })[] {
  return told.map((one) => {
    const sequence = (last.get(one.event.subject) ?? 0) + 1;
    last.set(one.event.subject, sequence);
    return { ...one, sequence };
  });
}
