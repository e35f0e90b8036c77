import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { Database } from '../../platform/database/database.js';
import { patient } from '../../platform/database/silent-connections.js';
import { Proofs } from '../../platform/ops/proofs.js';
import { balanced } from './proofs/balanced.js';
import { counted } from './proofs/counted.js';
import { matched } from './proofs/matched.js';
import { rolledUp } from './proofs/rolled-up.js';
import { unchanged } from './proofs/unchanged.js';
import { Witnesses } from './witnesses.js';

/** What must hold of the books at any time. */
@Injectable()
export class LedgerProofs implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly proofs: Proofs,
    private readonly witnesses: Witnesses,
  ) {}

  onModuleInit(): void {
    const { clock, proofs, witnesses } = this;
    const sql = patient(this.database);
    proofs.register('P1 every journal sums to zero in each currency', balanced(sql), {
      also: ['I01'],
      at: '/ledger/journals/{journal_id}',
    });
    proofs.register('P2 nothing that was sealed has changed', unchanged(sql), { also: ['I04'] });
    proofs.register('P3 every fact is booked, and booked once', counted(sql, witnesses), { also: ['I02'] });
    proofs.register('P4 what must meet has met in time', matched(sql, clock));
    proofs.register('P5 the daily sums are the sums of the lines', rolledUp(sql), { also: ['I03'] });
  }
}
