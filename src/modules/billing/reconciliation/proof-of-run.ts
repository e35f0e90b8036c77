import { createHash } from 'node:crypto';
import { canonicalJson } from '../../../platform/http/canonical-json.js';
import type { Comparison, Finding, Layer, Sum, Window } from './finding.js';

/** What was compared, how much of it, the sums of both sides and every difference: a file that can be handed on. */
export interface ProofOfRun {
  readonly layer: Layer;
  readonly from: string;
  readonly until: string;
  readonly compared: { readonly theirs: number; readonly ours: number };
  readonly sums: readonly Sum[];
  readonly findings: readonly Finding[];
  /** Code of what kept it from being compared: nothing was seen then. */
  readonly error?: string;
}

export function proofOf(layer: Layer, { from, until }: Window, comparison: Comparison): ProofOfRun {
  const { theirs, ours, sums, findings } = comparison;
  return {
    layer,
    from: from.toISOString(),
    until: until.toISOString(),
    compared: { theirs, ours },
    sums,
    findings,
  };
}

/** SHA-256 of the proof as canonical JSON: whoever has the file can make it again. */
export function hashOf(proof: ProofOfRun): string {
  return createHash('sha256').update(canonicalJson(proof)).digest('hex');
}
