import { Injectable, Optional, type OnModuleInit } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { Proofs } from '../../../platform/ops/proofs.js';

/** Hands the proof of the inbox to those who run proofs. */
@Injectable()
export class InboxProofs implements OnModuleInit {
  constructor(
    private readonly database: Database,
    @Optional() private readonly proofs?: Proofs,
  ) {}

  onModuleInit(): void {
    this.proofs?.register('I11 every event received is done, due, waiting for something, or says why not', async () => {
      const differences = await this.database.query(IN_LIMBO);
      const [row] = await this.database.query<{ events: string }>('select count(*) as events from webhooks_inbox');
      return { ok: differences.length === 0, checked: Number(row?.events), differences };
    });
  }
}

const IN_LIMBO = `
  select id, external_id, status from webhooks_inbox
   where (status = 'done' and done_at is null)
      or (status = 'dead' and coalesce(last_error, '') = '')
      or (status = 'skipped' and outcome ->> 'reason' is null)
      or (status = 'waiting' and waiting_on is null)
   order by seq limit 100`;
