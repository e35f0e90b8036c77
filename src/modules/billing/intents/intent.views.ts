import { ApiProperty } from '@nestjs/swagger';
import type { IntentState } from './intent.entity.js';

const TEXT = { type: String, nullable: true } as const;

/** A call to the provider. What it carried is not shown: names and addresses may be in it. */
export class IntentView {
  @ApiProperty() readonly id: string;
  @ApiProperty({ example: 'stripe' }) readonly provider: string;
  @ApiProperty({ example: 'refund.create' }) readonly operation: string;
  @ApiProperty({ description: 'What of ours it is about.', example: 'refund:0199…' }) readonly subject: string;
  @ApiProperty({
    enum: ['planned', 'sent', 'succeeded', 'failed', 'unknown'],
    description: '`unknown`: nobody can say yet what became of it; it is looked for, never sent again.',
  })
  readonly state: IntentState;
  @ApiProperty() readonly attempts: number;
  @ApiProperty({ description: 'Beyond 1: the call before it surely came to nothing.' }) readonly generation: number;
  @ApiProperty() readonly planned_at: string;
  @ApiProperty(TEXT) readonly sent_at: string | null;
  @ApiProperty({ ...TEXT, description: 'When it is tried or looked for again.' }) readonly next_at: string | null;
  @ApiProperty({ ...TEXT, description: 'It may not be made before somebody lets it; how far ahead that is known.' })
  readonly held_until: string | null;
  @ApiProperty({ ...TEXT, description: 'The provider’s id of what came of it.' }) readonly result: string | null;
  @ApiProperty({ ...TEXT, description: 'Code of the refusal.' }) readonly error: string | null;
  @ApiProperty({ ...TEXT, description: 'Who said what became of it.' }) readonly decided_by: string | null;
  @ApiProperty(TEXT) readonly decided_at: string | null;
  @ApiProperty(TEXT) readonly decided_why: string | null;
}

export class IntentList {
  @ApiProperty({ type: [IntentView] }) readonly data: IntentView[];
  @ApiProperty() readonly has_more: boolean;
  @ApiProperty(TEXT) readonly next_cursor: string | null;
}

export interface IntentRead {
  readonly id: string;
  readonly provider: string;
  readonly operation: string;
  readonly subject: string;
  readonly state: IntentState;
  readonly attempts: number;
  readonly generation: number;
  readonly planned_at: string;
  readonly sent_at: string | null;
  readonly next_at: string | null;
  readonly held_until: string | null;
  readonly result_ref: string | null;
  readonly error: { readonly code: string } | null;
  readonly decided_by: string | null;
  readonly decided_at: string | null;
  readonly decided_why: string | null;
}

export function intentView({ planned_at, sent_at, next_at, result_ref, error, ...row }: IntentRead): IntentView {
  const iso = (at: string): string => new Date(at).toISOString();
  return {
    ...row,
    planned_at: iso(planned_at),
    sent_at: sent_at && iso(sent_at),
    next_at: next_at && iso(next_at),
    held_until: row.held_until && iso(row.held_until),
    result: result_ref,
    error: error?.code ?? null,
    decided_at: row.decided_at && iso(row.decided_at),
  };
}
