import { defineEntity, p } from '@mikro-orm/core';

const DailySchema = defineEntity({
  name: 'Daily',
  tableName: 'ledger_daily',
  properties: {
    account: p.text().primary(),
    partyId: p.uuid().primary(),
    currency: p.string().length(3).primary(),
    effectiveOn: p.date().primary(),
    recordedOn: p.date().primary(),
    debit: p.bigint('number'),
    credit: p.bigint('number'),
    lines: p.bigint('number'),
  },
});

/** Sums of lines by day, of both clocks. Can be dropped and built again. */
export class Daily extends DailySchema.class {}

DailySchema.setClass(Daily);

const RollupSchema = defineEntity({
  name: 'Rollup',
  tableName: 'ledger_rollup',
  properties: {
    name: p.text().primary(),
    tx: p.string().columnType('xid8').defaultRaw(`'0'::xid8`),
    id: p.uuid().default('00000000-0000-0000-0000-000000000000'),
  },
});

/** How far the daily sums have come, in commit order. */
export class Rollup extends RollupSchema.class {}

RollupSchema.setClass(Rollup);
