import { ApiProperty } from '@nestjs/swagger';

const TEXT = { type: String, nullable: true } as const;

/** A place in an object's history where an event does not continue from the one before it. */
export class ChainBreakView {
  @ApiProperty() readonly id: string;
  @ApiProperty({ example: 'stripe:self:subscription:sub_1' }) readonly object_key: string;
  @ApiProperty({ enum: ['gap', 'no_path', 'foreign'] }) readonly kind: string;
  @ApiProperty({ description: 'The provider’s id of the event that does not continue.' }) readonly provider_id: string;
  @ApiProperty({ description: 'Digest of the state the event begins with.' }) readonly expected: string;
  @ApiProperty({ ...TEXT, description: 'Digest of the state we had.' }) readonly found: string | null;
  @ApiProperty() readonly occurred_at: string;
  @ApiProperty() readonly first_seen_at: string;
  @ApiProperty(TEXT) readonly closed_at: string | null;
  @ApiProperty({ ...TEXT, enum: ['equal', 'found', 'reconciled'] }) readonly closed_by: string | null;
}

/** Another body under an id we know. The first stands. */
export class ConflictView {
  @ApiProperty() readonly id: string;
  @ApiProperty({ description: 'The event that stands.' }) readonly event_id: string;
  @ApiProperty() readonly provider_id: string;
  @ApiProperty() readonly type: string;
  @ApiProperty() readonly first_sha256: string;
  @ApiProperty() readonly second_sha256: string;
  @ApiProperty() readonly received_at: string;
}

export class ChainBreakList {
  @ApiProperty({ type: [ChainBreakView] }) readonly data: ChainBreakView[];
  @ApiProperty() readonly has_more: boolean;
  @ApiProperty(TEXT) readonly next_cursor: string | null;
}

export class ConflictList {
  @ApiProperty({ type: [ConflictView] }) readonly data: ConflictView[];
  @ApiProperty() readonly has_more: boolean;
  @ApiProperty(TEXT) readonly next_cursor: string | null;
}
