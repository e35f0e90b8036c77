import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { Database } from '../../platform/database/database.js';
import { EventLog } from '../../platform/events/event-log.js';
import { CONSUMER, HEARD_TYPES } from './heard-types.js';
import { POLICY_V1, type Policy, type PolicySettings } from './policy.js';

/** Events that are taken in together: one instant of knowledge, strictly after the one before. */
export interface Batch {
  readonly recordedAt: string;
  /** Number of the last movement before it. */
  readonly seq: number;
  readonly policy: Policy;
}

/** What we have come to know, and when. One writer at a time, so knowledge has an order. */
@Injectable()
export class Knowledge {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly log: EventLog,
  ) {}

  /** Waits for the writer before; to be called before the first write of a batch, inside its transaction. */
  async open(): Promise<Batch> {
    await this.database.hold('analytics:writer');
    const [last] = await this.database.query<WatermarkRow>(WATERMARK);
    const after = last ? new Date(last.recorded_at).getTime() + 1 : 0;
    const recordedAt = new Date(Math.max(this.clock.wall().getTime(), after)).toISOString();
    return { recordedAt, seq: Number(last?.recorded_seq ?? 0), policy: await this.policy() };
  }

  async close({ recordedAt }: Batch, seq: number): Promise<void> {
    await this.database.query(MOVE, [recordedAt, seq]);
  }

  /** The last batch that was taken in, and a mark that changes with each; undefined before the first. */
  async watermark(): Promise<{ at: Date; mark: string } | undefined> {
    const [row] = await this.database.query<WatermarkRow>(WATERMARK);
    return row && { at: new Date(row.recorded_at), mark: row.batches };
  }

  /** How many events are told and not yet read; counted up to a thousand. */
  behind(): Promise<number> {
    return this.log.unread(CONSUMER, HEARD_TYPES);
  }

  /** The policy reports are made under unless another is asked for. */
  async policy(): Promise<Policy> {
    const [row] = await this.database.query<{ version: number; settings: PolicySettings }>(
      'select version, settings from analytics_policy order by version desc limit 1',
    );
    return row ?? POLICY_V1;
  }

  /** Whether something was recorded after this instant: then an answer for it reads movements, not roll-ups. */
  async isPast(knownAt: Date | undefined): Promise<boolean> {
    const mark = knownAt && (await this.watermark());
    return mark !== undefined && knownAt !== undefined && mark.at > knownAt;
  }
}

interface WatermarkRow {
  recorded_at: string;
  recorded_seq: string;
  batches: string;
}

const WATERMARK = `select recorded_at, recorded_seq, batches from analytics_watermark where name = 'writer'`;

const MOVE = `
  insert into analytics_watermark as mark (name, recorded_at, recorded_seq, batches) values ('writer', $1, $2, 1)
  on conflict (name) do update
    set recorded_at = excluded.recorded_at, recorded_seq = excluded.recorded_seq, batches = mark.batches + 1`;
