import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsEmail, IsISO31661Alpha2, IsOptional, IsString, IsUUID, Length } from 'class-validator';
import { IsMetadata } from '../../../platform/http/dto.js';

export class CustomerBody {
  @ApiPropertyOptional({ format: 'uuid', description: 'Yours, to make a retry the same customer.' })
  @IsOptional()
  @IsUUID()
  id?: string;

  @ApiProperty({ format: 'email', example: 'ada@example.com' })
  @IsEmail({ allow_utf8_local_part: true })
  email: string;

  @ApiPropertyOptional({ example: 'Ada Ltd' })
  @IsOptional()
  @IsString()
  @Length(1, 200)
  name?: string;

  @ApiPropertyOptional({ example: '+442071234567' })
  @IsOptional()
  @IsString()
  @Length(3, 40)
  phone?: string;

  @ApiPropertyOptional({ description: 'ISO 3166-1 alpha-2', example: 'GB' })
  @IsOptional()
  @IsISO31661Alpha2()
  country?: string;

  @IsOptional()
  @IsMetadata()
  metadata?: Record<string, string>;
}
