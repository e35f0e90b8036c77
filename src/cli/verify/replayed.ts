import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { ProofResult } from '../../platform/ops/proofs.js';
import { shadowReplay } from '../shadow/shadow-replay.js';

export const REPLAYED = { name: 'I12 everything received, folded once more into an empty store, gives the same rows' };

/** Writes nothing. Reads the store as it goes, so that nothing may be folded meanwhile. */
export async function replayed(app: NestFastifyApplication): Promise<ProofResult> {
  const { events, tables } = await shadowReplay(app, {});
  const differences = tables.flatMap(({ table, differences: rows }) => rows.map((row) => ({ table, ...row })));
  return { ...REPLAYED, ok: differences.length === 0, checked: events, differences: differences.slice(0, 100) };
}
