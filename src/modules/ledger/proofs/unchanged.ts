import type { Sql } from '../../../platform/database/database.js';
import type { Proof } from '../../../platform/ops/proofs.js';
import { brokenSeals } from '../checkpoints.js';

/** What was sealed in a checkpoint is what stands there now. Catches edits behind the triggers. */
export const unchanged =
  (sql: Sql): Proof =>
  async () => {
    const { journals, broken } = await brokenSeals(sql);
    return { ok: broken.length === 0, checked: journals, differences: broken.slice(0, 100) };
  };
