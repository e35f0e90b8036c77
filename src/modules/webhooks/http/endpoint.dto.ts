import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsISO8601,
  IsOptional,
  IsString,
  Length,
  Matches,
  Max,
  Min,
} from 'class-validator';
import { IsOmittable } from '../../../platform/http/dto.js';

const TYPE = /^(\*|[a-z_]+(\.[a-z_]+)*(\.\*)?)$/;
const TYPES = 'Names of the catalogue, `billing.*` for all of a kind, or `*`.';

export class EndpointBody {
  @ApiProperty({ example: 'https://example.com/webhooks' })
  @IsString()
  @Length(1, 2000)
  url: string;

  @ApiProperty({ type: [String], description: TYPES, example: ['billing.*'] })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @Matches(TYPE, { each: true, message: 'must be a name of the catalogue, billing.* for all of a kind, or *' })
  event_types: string[];

  @ApiPropertyOptional({ type: String, nullable: true })
  @IsOptional()
  @IsString()
  @Length(1, 200)
  description?: string | null;

  @ApiPropertyOptional({
    enum: ['none', 'strict'],
    default: 'none',
    description: '`strict`: of one subject an event is sent when those before it were taken or given up.',
  })
  @IsOmittable()
  @IsIn(['none', 'strict'])
  ordering?: 'none' | 'strict';

  @ApiPropertyOptional({
    enum: ['full', 'thin'],
    default: 'full',
    description: '`thin`: id and sequence only. Bodies over 20 kB are always sent thin.',
  })
  @IsOmittable()
  @IsIn(['full', 'thin'])
  payload?: 'full' | 'thin';

  @ApiPropertyOptional({ type: Number, nullable: true, description: 'At most so many requests a second.' })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(1000)
  per_second?: number | null;
}

/** What is absent stays as it is, `null` clears a description and a rate. */
export class EndpointChangeBody {
  @ApiPropertyOptional({ example: 'https://example.com/webhooks' })
  @IsOmittable()
  @IsString()
  @Length(1, 2000)
  url?: string;

  @ApiPropertyOptional({ type: [String], description: TYPES })
  @IsOmittable()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @Matches(TYPE, { each: true, message: 'must be a name of the catalogue, billing.* for all of a kind, or *' })
  event_types?: string[];

  @ApiPropertyOptional({ type: String, nullable: true })
  @IsOptional()
  @IsString()
  @Length(1, 200)
  description?: string | null;

  @ApiPropertyOptional({ enum: ['none', 'strict'] })
  @IsOmittable()
  @IsIn(['none', 'strict'])
  ordering?: 'none' | 'strict';

  @ApiPropertyOptional({ enum: ['full', 'thin'] })
  @IsOmittable()
  @IsIn(['full', 'thin'])
  payload?: 'full' | 'thin';

  @ApiPropertyOptional({ type: Number, nullable: true })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(1000)
  per_second?: number | null;

  @ApiPropertyOptional({ enum: ['disabled'], description: 'Stops sending; enabling has a route of its own.' })
  @IsOmittable()
  @IsIn(['disabled'])
  status?: 'disabled';
}

export class SecretRotationBody {
  @ApiPropertyOptional({ default: 24, description: 'Hours both secrets sign, at most 168.' })
  @IsOmittable()
  @IsInt()
  @Min(0)
  @Max(168)
  overlap_hours?: number;
}

export class EndpointReplayBody {
  @ApiPropertyOptional({ format: 'date-time', description: 'Deliveries made from this instant on.' })
  @IsOmittable()
  @IsISO8601({ strict: true })
  from?: string;

  @ApiPropertyOptional({ format: 'date-time', description: 'And before this one.' })
  @IsOmittable()
  @IsISO8601({ strict: true })
  to?: string;

  @ApiPropertyOptional({ type: [String], description: TYPES })
  @IsOmittable()
  @IsArray()
  @ArrayMaxSize(100)
  @Matches(TYPE, { each: true, message: 'must be a name of the catalogue, billing.* for all of a kind, or *' })
  event_types?: string[];

  @ApiPropertyOptional({ default: false, description: 'Only what was given up.' })
  @IsOmittable()
  @IsBoolean()
  only_failed?: boolean;
}
