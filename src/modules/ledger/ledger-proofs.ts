import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { Database } from '../../platform/database/database.js';
import { Proofs, type Proof } from '../../platform/ops/proofs.js';
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
    this.register('P1 every journal sums to zero in each currency', balanced(database));
    this.register('P2 nothing that was sealed has changed', unchanged(database));
    this.register('P3 every fact is booked, and booked once', counted(database, witnesses));
    this.register('P4 what must meet has met in time', matched(database, clock));
    this.register('P5 the daily sums are the sums of the lines', rolledUp(database));
  }

  /** A proof reads everything: it gets the time it takes, where a request would have been cut off. */
  private register(name: string, proof: Proof): void {
    this.proofs.register(name, () =>
      this.database.transaction(async () => {
        await this.database.query(`set local statement_timeout = '5min'`);
        return proof();
      }),
    );
  }
}
