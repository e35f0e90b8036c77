import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsEmail, IsISO31661Alpha2, IsOptional, IsString, Length } from 'class-validator';
import { IsCurrency, IsMetadata, IsOmittable } from '../../platform/http/dto.js';
import { CustomerView } from './customer.views.js';

/** What is absent stays as it is, `null` clears. */
export class CustomerChangeBody {
  @ApiPropertyOptional({ type: String, nullable: true, format: 'email', example: 'ada@example.com' })
  @IsOptional()
  @IsEmail({ allow_utf8_local_part: true })
  email?: string | null;

  @ApiPropertyOptional({ type: String, nullable: true, example: 'Ada Ltd' })
  @IsOptional()
  @IsString()
  @Length(1, 200)
  name?: string | null;

  @ApiPropertyOptional({ type: String, nullable: true, example: '+442071234567' })
  @IsOptional()
  @IsString()
  @Length(3, 40)
  phone?: string | null;

  @ApiPropertyOptional({ type: String, nullable: true, description: 'ISO 3166-1 alpha-2', example: 'GB' })
  @IsOptional()
  @IsISO31661Alpha2()
  country?: string | null;

  @IsOptional()
  @IsCurrency()
  currency?: string | null;

  @IsOmittable()
  @IsMetadata()
  metadata?: Record<string, string | null>;
}

export class CustomerList {
  @ApiProperty({ type: [CustomerView] })
  data: CustomerView[];

  @ApiProperty()
  has_more: boolean;

  @ApiProperty({ type: String, nullable: true })
  next_cursor: string | null;
}
