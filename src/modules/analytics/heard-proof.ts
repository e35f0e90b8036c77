import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { patient } from '../../platform/database/silent-connections.js';
import { PassedEvents } from '../../platform/events/passed-events.js';
import { Proofs, type ProofResult, type Scope } from '../../platform/ops/proofs.js';
import { CONSUMER } from './heard-types.js';
import { JOURNAL_POSTED, moneyTold } from './on-journal-posted.js';

/** Hands the proof of what was heard of the books to those who run proofs. It reads all of it, by name: sums may agree by chance. */
@Injectable()
export class HeardProof implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly passed: PassedEvents,
    private readonly proofs: Proofs,
  ) {}

  onModuleInit(): void {
    this.proofs.register(
      'A7 every journal that was heard of is among the facts of money',
      (scope) => this.heard(scope),
      { also: ['I14'], at: '/ledger/journals/{journal_id}', deep: true },
    );
  }

  private async heard({ since }: Scope): Promise<Omit<ProofResult, 'name'>> {
    const sql = patient(this.database);
    const lost: object[] = [];
    let checked = 0;
    for await (const events of this.passed.of(CONSUMER, { types: [JOURNAL_POSTED], since })) {
      const told = moneyTold(events).map(({ id, journal_id, account }) => ({ id, journal_id, account }));
      checked += told.length;
      lost.push(...(await sql.query(WITHOUT_FACT, [JSON.stringify(told)])));
    }
    return { ok: lost.length === 0, checked, differences: lost.slice(0, 100) };
  }
}

const WITHOUT_FACT = `
  select journal_id, account from jsonb_to_recordset($1::jsonb) as told(id uuid, journal_id uuid, account text)
   where not exists (select from analytics_money_fact f where f.id = told.id)`;
