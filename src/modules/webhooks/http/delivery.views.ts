import { ApiProperty } from '@nestjs/swagger';
import { instant } from './endpoint.views.js';
import { iso } from './inbox.views.js';

const TEXT = { type: String, nullable: true } as const;
const NUMBER = { type: Number, nullable: true } as const;

export interface DeliveryRow {
  readonly id: string;
  readonly endpoint_id: string;
  readonly event_id: string;
  readonly type: string;
  readonly subject: string;
  readonly sequence: number;
  readonly status: string;
  readonly attempts: number;
  readonly next_at: string;
  readonly last_status: number | null;
  readonly last_error: string | null;
  readonly created_at: string;
  readonly done_at: string | null;
}

export interface AttemptRow {
  readonly at: string;
  readonly status: number | null;
  readonly ms: number;
  readonly error: string | null;
  readonly answer: string | null;
}

/** One event for one endpoint. */
export class DeliveryView {
  @ApiProperty() readonly id: string;
  @ApiProperty() readonly endpoint_id: string;
  @ApiProperty({ description: 'The event, and the `webhook-id` of every attempt.' }) readonly event_id: string;
  @ApiProperty({ example: 'billing.payment.captured' }) readonly type: string;
  @ApiProperty({ example: 'payment:0199…' }) readonly subject: string;
  @ApiProperty() readonly sequence: number;
  @ApiProperty({ enum: ['pending', 'succeeded', 'failed'] }) readonly status: string;
  @ApiProperty({ description: 'Tries since it was made or replayed.' }) readonly attempts: number;
  @ApiProperty({ ...TEXT, description: 'When it is tried next, while it is pending.' })
  readonly next_try_at: string | null;
  @ApiProperty({ ...NUMBER, description: 'Of the last attempt.' }) readonly last_status: number | null;
  @ApiProperty(TEXT) readonly last_error: string | null;
  @ApiProperty() readonly created_at: string;
  @ApiProperty(TEXT) readonly done_at: string | null;

  constructor({ next_at: next, created_at: created, done_at: done, ...same }: DeliveryRow) {
    Object.assign(this, same);
    this.next_try_at = same.status === 'pending' ? iso(next) : null;
    this.created_at = iso(created) ?? created;
    this.done_at = instant(done);
  }
}

export class AttemptView {
  @ApiProperty() readonly at: string;
  @ApiProperty({ ...NUMBER, description: 'Absent where no answer came.' }) readonly status: number | null;
  @ApiProperty({ description: 'Milliseconds.' }) readonly ms: number;
  @ApiProperty(TEXT) readonly error: string | null;
  @ApiProperty({ ...TEXT, description: 'The first 2 kB of the answer.' }) readonly answer: string | null;
}

export class DeliveryDetail extends DeliveryView {
  @ApiProperty({ type: Object, additionalProperties: true, description: 'What is sent, as JSON.' })
  readonly body: unknown;
  @ApiProperty({ type: [AttemptView], description: 'Newest first, at most 100.' }) readonly tries: AttemptView[];

  constructor(row: DeliveryRow, body: string, attempts: readonly AttemptRow[]) {
    super(row);
    this.body = JSON.parse(body);
    this.tries = attempts.map(({ at, ...same }) => ({ ...same, at: iso(at) ?? at }));
  }
}

export class DeliveryList {
  @ApiProperty({ type: [DeliveryView] }) readonly data: DeliveryView[];
  @ApiProperty() readonly has_more: boolean;
  @ApiProperty(TEXT) readonly next_cursor: string | null;
}
