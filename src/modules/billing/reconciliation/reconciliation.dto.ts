import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayNotEmpty, IsIn, IsISO8601, IsString, Length } from 'class-validator';
import { LAYERS, type Layer } from './finding.js';
import { IsOmittable } from '../../../platform/http/dto.js';

export class RunBody {
  @ApiPropertyOptional({ enum: LAYERS, isArray: true, description: 'All of them when absent.' })
  @IsOmittable()
  @ArrayNotEmpty()
  @ArrayMaxSize(LAYERS.length)
  @IsIn(LAYERS, { each: true })
  layers?: Layer[];

  @ApiPropertyOptional({ description: 'Where the last run ended, and a while before that, when absent.' })
  @IsOmittable()
  @IsISO8601({ strict: true })
  from?: string;

  @ApiPropertyOptional({ description: 'Now when absent.' })
  @IsOmittable()
  @IsISO8601({ strict: true })
  until?: string;
}

export class ResolutionBody {
  @ApiProperty({
    enum: ['explained', 'closed'],
    description: '`explained`: known, and still so. `closed`: over; it opens again if it is found again.',
  })
  @IsIn(['explained', 'closed'])
  status: 'explained' | 'closed';

  @ApiProperty({ minLength: 3, maxLength: 1000, example: 'Paid by wire on 3 March, booked by hand.' })
  @IsString()
  @Length(3, 1000)
  reason: string;

  @ApiPropertyOptional({ maxLength: 200, description: 'Who looks after it.' })
  @IsOmittable()
  @IsString()
  @Length(1, 200)
  owner?: string;
}
