import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { Database } from '../../platform/database/database.js';
import { beginLongWork } from '../../platform/database/silent-connections.js';
import { Proofs, type About, type Proof } from '../../platform/ops/proofs.js';
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
    const { database, clock, witnesses } = this;
    this.register('P1 every journal sums to zero in each currency', balanced(database), {
      also: ['I01'],
      at: '/ledger/journals/{journal_id}',
    });
    this.register('P2 nothing that was sealed has changed', unchanged(database), { also: ['I04'] });
    this.register('P3 every fact is booked, and booked once', counted(database, witnesses), { also: ['I02'] });
    this.register('P4 what must meet has met in time', matched(database, clock));
    this.register('P5 the daily sums are the sums of the lines', rolledUp(database), { also: ['I03'] });
  }

  /** A proof reads everything, and gets the time it takes. */
  private register(name: string, proof: Proof, about: About = {}): void {
    const patient: Proof = (scope) =>
      this.database.transaction(async () => {
        await beginLongWork(this.database);
        return proof(scope);
      });
    this.proofs.register(name, patient, about);
  }
}
