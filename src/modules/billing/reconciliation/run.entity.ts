import { defineEntity, p } from '@mikro-orm/core';
import type { Layer } from './finding.js';
import type { ProofOfRun } from './proof-of-run.js';

const ReconciliationRunSchema = defineEntity({
  name: 'ReconciliationRun',
  tableName: 'billing_reconciliation_run',
  indexes: [
    { properties: ['createdAt', 'id'], name: 'billing_reconciliation_run_created_at_id_index' },
    { properties: ['layer', 'untilAt'], name: 'billing_reconciliation_run_layer_until_at_index' },
  ],
  properties: {
    id: p.uuid().primary(),
    layer: p.text().$type<Layer>(),
    fromAt: p.datetime(),
    untilAt: p.datetime(),
    theirs: p.integer(),
    ours: p.integer(),
    opened: p.integer(),
    closed: p.integer(),
    repaired: p.integer(),
    proof: p.json<ProofOfRun>(),
    hash: p.text(),
    /** Code of what kept it from being compared; its words are in the log. */
    error: p.text().nullable(),
    createdAt: p.datetime(),
  },
});

/** One layer compared once, with the proof of what was seen; or that it could not be. */
export class ReconciliationRun extends ReconciliationRunSchema.class {}

ReconciliationRunSchema.setClass(ReconciliationRun);
