import { ApiProperty } from '@nestjs/swagger';
import { IsInt, Max, Min } from 'class-validator';
import { IsOmittable } from '../http/dto.js';

export class RotationBody {
  @ApiProperty({ required: false, default: 24, description: 'Hours the old key lives on, at most 168.', example: 24 })
  @IsOmittable()
  @IsInt()
  @Min(0)
  @Max(168)
  grace_hours?: number;
}

export class ApiKeyView {
  @ApiProperty({ description: 'Id of the key.' })
  readonly id: string;

  @ApiProperty({ description: 'What its maker called it.' })
  readonly name: string;

  @ApiProperty({ type: [String], description: 'What it reaches.' })
  readonly scopes: readonly string[];
}

export class RotatedKeyView {
  @ApiProperty({ description: 'Id of the successor.' })
  readonly id: string;

  @ApiProperty({ description: 'The successor, shown this once.' })
  readonly key: string;

  @ApiProperty({ description: 'When the old key stops working.' })
  readonly old_key_expires_at: string;
}
