import { OptionalProps, defineEntity, p } from '@mikro-orm/core';

export type IntentState = 'planned' | 'sent' | 'succeeded' | 'failed' | 'unknown';

/** Without an end as yet. */
export const UNSETTLED = ['planned', 'sent', 'unknown'] as const satisfies readonly IntentState[];

const IntentSchema = defineEntity({
  name: 'Intent',
  tableName: 'billing_intent',
  indexes: [
    {
      properties: ['nextAt'],
      name: 'billing_intent_unsettled_index',
      where: `state in ('planned', 'sent', 'unknown')`,
    },
    { properties: ['subject'], name: 'billing_intent_subject_index' },
    { properties: ['plannedAt', 'id'], name: 'billing_intent_planned_at_id_index' },
  ],
  checks: [
    {
      name: 'billing_intent_state_check',
      expression: `state in ('planned', 'sent', 'succeeded', 'failed', 'unknown')`,
      property: 'state',
    },
  ],
  properties: {
    id: p.uuid().primary(),
    provider: p.text(),
    operation: p.text(),
    subject: p.text(),
    /** As they were first sent, to the letter: the provider refuses the same key with anything else. */
    params: p.json<Record<string, unknown>>().columnType('json'),
    /** Version and SHA-256 of what was asked for, canonical: another wish under the same key is refused. */
    paramsHash: p.text(),
    idempotencyKey: p.text().unique('billing_intent_idempotency_key_unique'),
    generation: p.integer(),
    state: p.text().$type<IntentState>(),
    attempts: p.integer().default(0),
    /** The order of calls and their leases go by the machine's time, which nobody moves. */
    plannedAt: p.datetime(),
    nextAt: p.datetime().nullable(),
    /** It may not be made before somebody lets it: known up to here by the machine's time, for as long as it is looked at. */
    heldUntil: p.datetime().nullable(),
    /** Business time: the provider keeps keys by its own, and where that is moved a call ages with it. */
    sentAt: p.datetime().nullable(),
    resultRef: p.text().nullable(),
    correlationId: p.uuid(),
    /** Who said what became of it, where nobody could find out. */
    decidedBy: p.text().nullable(),
    decidedAt: p.datetime().nullable(),
    decidedWhy: p.text().nullable(),
    error: p.json<{ code: string; message: string; facts: Record<string, unknown> } | null>().nullable(),
  },
});

/**
 * A call to a provider, written down before it is made. Its key is derived from what it is for, so that a call cut off
 * half way is made again as the same call, never as a second one.
 */
export class Intent extends IntentSchema.class {
  [OptionalProps]?: 'attempts' | 'sendingKey' | 'isSettled';

  /** How long the provider has kept its key, in milliseconds. */
  ageAt(now: Date): number {
    return this.sentAt === null || this.sentAt === undefined ? 0 : now.getTime() - this.sentAt.getTime();
  }

  /** Its outcome stands and never changes again. */
  get isSettled(): boolean {
    return this.state === 'succeeded' || this.state === 'failed';
  }

  /** The key the provider sees: the same for every attempt. Only a call that surely came to nothing gets another. */
  get sendingKey(): string {
    return this.generation === 1 ? this.idempotencyKey : `${this.idempotencyKey}_${this.generation}`;
  }
}

IntentSchema.setClass(Intent);
