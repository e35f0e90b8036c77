import { defineEntity, p } from '@mikro-orm/core';

const ProofRunSchema = defineEntity({
  name: 'ProofRun',
  tableName: 'ledger_proof_run',
  properties: {
    proof: p.text().primary(),
    ok: p.boolean(),
    checked: p.bigint('number'),
    result: p.json<Record<string, unknown>>(),
    ranAt: p.datetime(),
  },
});

/** The last result of a proof, of whichever module. */
export class ProofRun extends ProofRunSchema.class {}

ProofRunSchema.setClass(ProofRun);
