import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

export interface InboxListRow {
  readonly id: string;
  readonly provider: string;
  readonly account: string;
  readonly external_id: string;
  readonly source: string;
  readonly type: string;
  readonly object_key: string;
  readonly status: string;
  readonly occurred_at: string;
  readonly received_at: string;
  readonly api_version: string | null;
  readonly attempts: number;
  readonly next_at: string;
  readonly waiting_on: string | null;
  readonly last_error: string | null;
  readonly outcome: Record<string, unknown> | null;
  readonly done_at: string | null;
}

const TEXT = { type: String, nullable: true } as const;

/** One event of a provider and what became of it. */
export class InboxEventView {
  @ApiProperty() readonly id: string;
  @ApiProperty({ example: 'stripe' }) readonly provider: string;
  @ApiProperty({ description: 'The provider’s id of the event.' }) readonly provider_id: string;
  @ApiProperty({ description: '`self`, or the connected account it belongs to.' }) readonly account: string;
  @ApiProperty({ enum: ['webhook', 'backfill', 'api', 'refetch'] }) readonly source: string;
  @ApiProperty({ example: 'invoice.paid' }) readonly type: string;
  @ApiProperty({ example: 'stripe:self:invoice:in_1' }) readonly object_key: string;
  @ApiProperty({ enum: ['pending', 'waiting', 'done', 'skipped', 'dead'] }) readonly status: string;
  @ApiProperty() readonly occurred_at: string;
  @ApiProperty() readonly received_at: string;
  @ApiProperty(TEXT) readonly done_at: string | null;
  @ApiProperty(TEXT) readonly api_version: string | null;
  @ApiProperty() readonly attempts: number;
  @ApiProperty({ ...TEXT, description: 'When it is tried again, while it is pending or waiting.' })
  readonly next_try_at: string | null;
  @ApiProperty({ ...TEXT, description: 'The object it waits for.' }) readonly waiting_on: string | null;
  @ApiProperty({ ...TEXT, description: 'First line of what went wrong last.' }) readonly error: string | null;
  @ApiProperty({ type: Object, nullable: true, additionalProperties: true })
  readonly outcome: Record<string, unknown> | null;

  constructor(row: InboxListRow) {
    const { external_id, next_at, last_error, occurred_at, received_at, done_at, ...same } = row;
    Object.assign(this, same, {
      provider_id: external_id,
      occurred_at: iso(occurred_at),
      received_at: iso(received_at),
      done_at: done_at === null ? null : iso(done_at),
      next_try_at: row.status === 'pending' || row.status === 'waiting' ? iso(next_at) : null,
      error: last_error?.split('\n')[0] ?? null,
    });
  }
}

export class InboxEventDetail extends InboxEventView {
  @ApiPropertyOptional({
    type: Object,
    nullable: true,
    additionalProperties: true,
    description: 'The event as it was signed. Only for keys with `webhooks:raw`; `null` when it cannot be read.',
  })
  body?: unknown;
}

export class InboxEventList {
  @ApiProperty({ type: [InboxEventView] }) readonly data: InboxEventView[];
  @ApiProperty() readonly has_more: boolean;
  @ApiProperty(TEXT) readonly next_cursor: string | null;
}

export class ReplayedView {
  @ApiProperty() readonly id: string;
  @ApiProperty({ enum: ['pending'] }) readonly status: 'pending';
}

/** The database's text of an instant as the API writes it. `infinity` has none. */
export function iso(text: string): string | null {
  const at = new Date(text);
  return Number.isNaN(at.getTime()) ? null : at.toISOString();
}
