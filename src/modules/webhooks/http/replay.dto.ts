import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsIn, IsISO8601, IsString, Length } from 'class-validator';
import type { ReplayRow } from '../inbox/range-replays.js';
import { instant } from './endpoint.views.js';
import { iso } from './inbox.views.js';
import { IsOmittable } from '../../../platform/http/dto.js';

const TEXT = { type: String, nullable: true } as const;
const STATUSES = ['done', 'skipped', 'dead'] as const;

export class ReplayBody {
  @ApiProperty({ format: 'date-time', description: 'Events received from this instant on.' })
  @IsISO8601({ strict: true })
  from: string;

  @ApiProperty({ format: 'date-time', description: 'And before this one.' })
  @IsISO8601({ strict: true })
  to: string;

  @ApiPropertyOptional({ enum: ['stripe', 'paypal'] })
  @IsOmittable()
  @IsIn(['stripe', 'paypal'])
  provider?: string;

  @ApiPropertyOptional({ type: [String], example: ['invoice.paid'] })
  @IsOmittable()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @IsString({ each: true })
  @Length(1, 200, { each: true })
  types?: string[];

  @ApiPropertyOptional({ enum: STATUSES, isArray: true, default: ['dead', 'skipped'] })
  @IsOmittable()
  @IsArray()
  @ArrayMinSize(1)
  @IsIn(STATUSES, { each: true })
  status?: ('done' | 'skipped' | 'dead')[];
}

export class DismissalBody {
  @ApiProperty({ description: 'Why it may stay so.', example: 'A test event of ours.' })
  @IsString()
  @Length(3, 500)
  reason: string;
}

/** A range of events folded once more. */
export class ReplayView {
  @ApiProperty() readonly id: string;
  @ApiProperty() readonly from: string;
  @ApiProperty() readonly to: string;
  @ApiProperty(TEXT) readonly provider: string | null;
  @ApiProperty({ type: [String], nullable: true }) readonly types: readonly string[] | null;
  @ApiProperty({ description: 'Which events by how they stood.', type: [String] }) readonly statuses: readonly string[];
  @ApiProperty({ enum: ['running', 'done', 'cancelled'] }) readonly status: 'running' | 'done' | 'cancelled';
  @ApiProperty({ description: 'Events in the range when it began.' }) readonly total: number;
  @ApiProperty({ description: 'Of these, made due again so far.' }) readonly replayed: number;
  @ApiProperty() readonly requested_by: string;
  @ApiProperty() readonly created_at: string;
  @ApiProperty(TEXT) readonly done_at: string | null;

  constructor({ starts_at: from, ends_at: to, created_at: created, done_at: done, ...same }: ReplayRow) {
    Object.assign(this, same);
    this.from = iso(from) ?? from;
    this.to = iso(to) ?? to;
    this.created_at = iso(created) ?? created;
    this.done_at = instant(done);
  }
}

export class ReplayList {
  @ApiProperty({ type: [ReplayView] }) readonly data: ReplayView[];
  @ApiProperty() readonly has_more: boolean;
  @ApiProperty(TEXT) readonly next_cursor: string | null;
}
