import { Injectable, Optional, type OnModuleInit } from '@nestjs/common';
import { Database } from '../database/database.js';
import { noneAmong } from '../ops/offenders.js';
import { Proofs } from '../ops/proofs.js';

/** Hands the proof of the daily jobs to those who run proofs. */
@Injectable()
export class SlotProofs implements OnModuleInit {
  constructor(
    private readonly database: Database,
    @Optional() private readonly proofs?: Proofs,
  ) {}

  onModuleInit(): void {
    const slots = { rows: 'select count(*) from platform_slot', offenders: OUT_OF_TURN };
    this.proofs?.register(
      'I25 a daily job runs once for a day, after the days before it',
      noneAmong(this.database, slots),
    );
  }
}

const OUT_OF_TURN = `
  with open as (select job, min(slot) as since from platform_slot where state <> 'done' group by job)
  select job, slot, count(*)::int as runs, min(state) as state
    from platform_slot left join open using (job)
   group by job, slot, open.since
  having count(*) > 1 or bool_or(state = 'done' and (finished_at is null or slot > open.since))
   order by job, slot limit 100`;
