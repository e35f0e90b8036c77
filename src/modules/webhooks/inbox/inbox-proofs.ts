import { Injectable, Optional, type OnModuleInit } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { noneAmong } from '../../../platform/ops/offenders.js';
import { Proofs } from '../../../platform/ops/proofs.js';
import { Bodies } from './bodies.js';
import { keptBodies } from './kept-bodies.js';
import { READ_FOR_THE_FORGOTTEN, SET_ASIDE_FOUND } from './redaction.queries.js';

/** Hands the proofs of the inbox to those who run proofs. */
@Injectable()
export class InboxProofs implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly bodies: Bodies,
    @Optional() private readonly proofs?: Proofs,
  ) {}

  onModuleInit(): void {
    const at = '/webhooks/inbox/{id}';
    this.proofs?.register(
      'I11 every event received is done, due, waiting for something, or says why not',
      noneAmong(this.database, { rows: EVENTS, offenders: IN_LIMBO, since: true }),
      { at },
    );
    this.proofs?.register(
      'W2 every stored body could be read for those who are to be forgotten',
      noneAmong(this.database, { rows: READ_FOR_THE_FORGOTTEN, offenders: SET_ASIDE_FOUND }),
      { at },
    );
    const kept = keptBodies(this.database, this.bodies);
    this.proofs?.register('W1 what was received is kept as it came', kept, { at, also: ['I04'], deep: true });
  }
}

const EVENTS = 'select count(*) from webhooks_inbox where received_at >= $1::timestamptz';

const IN_LIMBO = `
  select id, external_id, status from webhooks_inbox
   where received_at >= $1::timestamptz and (
         (status = 'done' and done_at is null)
      or (status = 'dead' and coalesce(last_error, '') = '')
      or (status = 'skipped' and outcome ->> 'reason' is null)
      or (status = 'waiting' and waiting_on is null))
   order by seq limit 100`;
