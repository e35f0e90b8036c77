import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsString, Length, ValidateIf } from 'class-validator';

export class DecisionBody {
  @ApiProperty({ enum: ['happened', 'came_to_nothing'] })
  @IsIn(['happened', 'came_to_nothing'])
  outcome: 'happened' | 'came_to_nothing';

  @ApiPropertyOptional({ example: 're_1', description: 'The provider’s id of what came of it, when it happened.' })
  @ValidateIf(({ outcome }: DecisionBody) => outcome === 'happened')
  @IsString()
  @Length(3, 255)
  result?: string;

  @ApiProperty({ minLength: 3, maxLength: 500, description: 'How that is known.' })
  @IsString()
  @Length(3, 500)
  reason: string;
}
