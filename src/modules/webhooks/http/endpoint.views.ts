import { ApiProperty } from '@nestjs/swagger';
import type { Answered } from '../outbound/sender.js';
import { isTaken } from '../outbound/sender.js';
import type { EndpointRow } from '../outbound/endpoint.queries.js';
import { iso } from './inbox.views.js';

const TEXT = { type: String, nullable: true } as const;
const NUMBER = { type: Number, nullable: true } as const;

/** An address that is told of our events. */
export class EndpointView {
  @ApiProperty() readonly id: string;
  @ApiProperty({ example: 'https://example.com/webhooks' }) readonly url: string;
  @ApiProperty(TEXT) readonly description: string | null;
  @ApiProperty({ type: [String] }) readonly event_types: readonly string[];
  @ApiProperty({ enum: ['none', 'strict'] }) readonly ordering: string;
  @ApiProperty({ enum: ['full', 'thin'] }) readonly payload: string;
  @ApiProperty(NUMBER) readonly per_second: number | null;
  @ApiProperty({ enum: ['enabled', 'disabled'] }) readonly status: string;
  @ApiProperty({ ...TEXT, enum: ['gone', 'failing', 'by_hand'] }) readonly disabled_reason: string | null;
  @ApiProperty(TEXT) readonly disabled_at: string | null;
  @ApiProperty({ ...TEXT, description: 'Since when every attempt has failed.' }) readonly failing_since: string | null;
  @ApiProperty({ ...TEXT, description: 'It asked to be left alone until then.' }) readonly paused_until: string | null;
  @ApiProperty() readonly created_at: string;

  constructor(row: EndpointRow) {
    const { id, url, description, event_types: types, ordering, payload, per_second: rate, status } = row;
    Object.assign(this, { id, url, description, event_types: types, ordering, payload, per_second: rate, status });
    this.disabled_reason = row.disabled_reason;
    this.disabled_at = instant(row.disabled_at);
    this.failing_since = instant(row.failing_since);
    this.paused_until = instant(row.paused_until);
    this.created_at = iso(row.created_at) ?? row.created_at;
  }
}

export class CreatedEndpointView extends EndpointView {
  @ApiProperty({ description: 'What its deliveries are signed with, shown this once.' }) readonly secret: string;

  constructor(row: EndpointRow, secret: string) {
    super(row);
    this.secret = secret;
  }
}

export class EndpointList {
  @ApiProperty({ type: [EndpointView] }) readonly data: EndpointView[];
  @ApiProperty() readonly has_more: boolean;
  @ApiProperty(TEXT) readonly next_cursor: string | null;
}

export class RotatedSecretView {
  @ApiProperty({ description: 'The new secret, shown this once.' }) readonly secret: string;
  @ApiProperty({ description: 'Until then deliveries carry signatures of both.' }) readonly old_secret_ends_at: string;
}

export class TestAnswerView {
  @ApiProperty({ description: 'Whether it was answered 2xx.' }) readonly taken: boolean;
  @ApiProperty(NUMBER) readonly status: number | null;
  @ApiProperty({ description: 'Milliseconds.' }) readonly ms: number;
  @ApiProperty(TEXT) readonly error: string | null;
  @ApiProperty({ ...TEXT, description: 'The first 2 kB of the answer.' }) readonly answer: string | null;

  constructor({ status, ms, error, answer }: Answered) {
    this.taken = isTaken(status);
    Object.assign(this, { status, ms, error, answer });
  }
}

export class ReplayedDeliveriesView {
  @ApiProperty({ description: 'Deliveries that are sent again.' }) readonly count: number;
}

/** Work set off; look at `GET /api/v1/jobs/{job_id}`. */
export class RangeReplayedView {
  @ApiProperty({ format: 'uuid' }) readonly job_id: string;
  @ApiProperty({ enum: ['running'] }) readonly status: 'running';
}

export function instant(text: string | null): string | null {
  return text === null ? null : iso(text);
}
