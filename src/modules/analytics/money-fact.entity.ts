import { defineEntity, p } from '@mikro-orm/core';

const kinds = [
  ...['captured', 'cleared', 'refunded', 'refund_cleared', 'fee', 'tax', 'tax_remitted', 'dispute_lost'],
  'dispute_held',
];

const MoneyFactSchema = defineEntity({
  name: 'MoneyFact',
  tableName: 'analytics_money_fact',
  indexes: [
    { properties: ['effectiveAt', 'id'], name: 'analytics_money_fact_effective_at_id_index' },
    { properties: ['correlationId'], name: 'analytics_money_fact_correlation_id_index' },
    { properties: ['causeEvent'], name: 'analytics_money_fact_cause_event_index' },
  ],
  uniques: [{ properties: ['journalId', 'account', 'currency'], name: 'analytics_money_fact_line_unique' }],
  triggers: [{ name: 'append_only', timing: 'before', events: ['update', 'delete'], expression: 'see the migration' }],
  properties: {
    id: p.uuid().primary(),
    journalId: p.uuid(),
    account: p.text(),
    currency: p.string().length(3),
    kind: p.text().check(`kind in (${kinds.map((kind) => `'${kind}'`).join(', ')})`),
    minor: p.bigint('number'),
    weight: p.smallint().check('abs(weight) = 1'),
    rule: p.text(),
    postingKey: p.text(),
    factProvider: p.text(),
    factKind: p.text(),
    factId: p.text(),
    effectiveAt: p.datetime(),
    recordedAt: p.datetime(),
    reverses: p.uuid().nullable(),
    causeEvent: p.text().nullable(),
    correlationId: p.uuid(),
  },
});

/** What a journal of the books means for a figure of money; a reversed journal has its opposite. */
export class MoneyFact extends MoneyFactSchema.class {}

MoneyFactSchema.setClass(MoneyFact);

const MoneyDailySchema = defineEntity({
  name: 'MoneyDaily',
  tableName: 'analytics_money_daily',
  properties: {
    day: p.date().primary(),
    currency: p.string().length(3).primary(),
    kind: p.text().primary(),
    minor: p.bigint('number'),
    facts: p.integer(),
  },
});

/** What the money facts of a UTC day come to. Can be built again from them. */
export class MoneyDaily extends MoneyDailySchema.class {}

MoneyDailySchema.setClass(MoneyDaily);
