import { defineEntity, p } from '@mikro-orm/core';
import type { BreakKind, Layer } from './finding.js';

export type BreakStatus = 'open' | 'explained' | 'closed';

const BreakSchema = defineEntity({
  name: 'Break',
  tableName: 'billing_break',
  indexes: [
    { properties: ['openedAt', 'id'], name: 'billing_break_opened_at_id_index' },
    { properties: ['layer'], name: 'billing_break_standing_index', where: `status <> 'closed'` },
  ],
  uniques: [{ properties: ['kind', 'subject'], name: 'billing_break_kind_subject_unique' }],
  properties: {
    id: p.uuid().primary(),
    layer: p.text().$type<Layer>(),
    kind: p.text().$type<BreakKind>(),
    subject: p.text(),
    ours: p.json<object | null>().nullable(),
    theirs: p.json<object | null>().nullable(),
    status: p.text().$type<BreakStatus>().check("status in ('open', 'explained', 'closed')"),
    /** How often it has opened. */
    times: p.integer().default(1),
    owner: p.text().nullable(),
    /** What closed it: `backfill`, `refetch`, `equal`, or a person. */
    closedBy: p.text().nullable(),
    reason: p.text().nullable(),
    openedAt: p.datetime(),
    seenAt: p.datetime(),
    closedAt: p.datetime().nullable(),
  },
});

/** A named difference between the provider's books and ours, from the day it was found to the reason it was closed for. */
export class Break extends BreakSchema.class {}

BreakSchema.setClass(Break);
