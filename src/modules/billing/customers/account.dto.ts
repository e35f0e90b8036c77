import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsEmail, IsISO31661Alpha2, IsString, IsUUID, Length } from 'class-validator';
import { IsMetadata, IsOmittable } from '../../../platform/http/dto.js';

export class CustomerBody {
  @ApiPropertyOptional({ format: 'uuid', description: 'Yours, to make a retry the same customer.' })
  @IsOmittable()
  @IsUUID()
  id?: string;

  @ApiProperty({ format: 'email', example: 'ada@example.com' })
  @IsEmail({ allow_utf8_local_part: true })
  email: string;

  @ApiPropertyOptional({ example: 'Ada Ltd' })
  @IsOmittable()
  @IsString()
  @Length(1, 200)
  name?: string;

  @ApiPropertyOptional({ example: '+442071234567' })
  @IsOmittable()
  @IsString()
  @Length(3, 40)
  phone?: string;

  @ApiPropertyOptional({ description: 'ISO 3166-1 alpha-2', example: 'GB' })
  @IsOmittable()
  @IsISO31661Alpha2()
  country?: string;

  @IsOmittable()
  @IsMetadata()
  metadata?: Record<string, string>;
}
