import { Injectable, Optional, type OnModuleInit } from '@nestjs/common';
import { Database } from '../database/database.js';
import { noneAmong } from '../ops/offenders.js';
import { Proofs } from '../ops/proofs.js';

/** Hands the proof of what is told and heard to those who run proofs. */
@Injectable()
export class EventProofs implements OnModuleInit {
  constructor(
    private readonly database: Database,
    @Optional() private readonly proofs?: Proofs,
  ) {}

  onModuleInit(): void {
    const events = { rows: 'select count(*) from platform_event', offenders: UNHEARD };
    this.proofs?.register(
      'I14 no event is missing of a subject, each cursor stands on one, and what was set aside lies behind it with a reason',
      noneAmong(this.database, events),
    );
  }
}

// A cursor ahead of everything told would let what comes next go by unheard; so would one that points between events. That
// what lies behind it was taken is for each consumer to prove of its own rows: I15 of deliveries, A7 of figures.
const UNHEARD = `
  select * from (
    select 'subject' as what, subject as id, count(*)::text as found, max(sequence)::text as expected
      from platform_event group by subject having count(*) <> max(sequence) or min(sequence) <> 1
    union all
    select 'cursor', c.name, c.tx::text || ':' || c.seq, null from platform_consumer c
     where c.tx <> '0'::xid8 and not exists (select from platform_event e where (e.tx, e.seq) = (c.tx, c.seq))
    union all
    select 'parked', p.consumer || ' ' || p.event_id, null, null
      from platform_parked_event p
      left join platform_event e on e.id = p.event_id
      left join platform_consumer c on c.name = p.consumer
     where e.id is null or p.last_error = '' or (e.tx, e.seq) > (coalesce(c.tx, '0'::xid8), coalesce(c.seq, 0))
  ) as unheard order by what, id limit 100`;
