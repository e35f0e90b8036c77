import { Module } from '@nestjs/common';
import { BalanceQueries } from './balance.queries.js';
import { BooksController } from './books.controller.js';
import { Causes } from './causes.js';
import { Checkpoints } from './checkpoints.js';
import { EntryQueries } from './entry.queries.js';
import { JournalController } from './journal.controller.js';
import { JournalQueries } from './journal.queries.js';
import { LedgerMetrics } from './ledger-metrics.js';
import { LedgerProofs } from './ledger-proofs.js';
import { LedgerJobs } from './ledger.job.js';
import { Ledger } from './ledger.service.js';
import { Overdue } from './overdue.service.js';
import { ProofController } from './proof.controller.js';
import { ProofRuns } from './proof-run.service.js';
import { RollUp } from './roll-up.js';
import { Witnesses } from './witnesses.js';
import { EventTypes } from '../../platform/events/event-types.js';
import { Loops } from '../../platform/jobs/loops.js';
import { ledgerEventTypes } from './ledger-event-types.js';

const books = [Ledger, BalanceQueries, EntryQueries, JournalQueries, RollUp, Causes, Overdue];
const control = [Witnesses, Checkpoints, LedgerProofs, ProofRuns, LedgerMetrics, LedgerJobs];

@Module({
  controllers: [BooksController, JournalController, ProofController],
  providers: [...books, ...control],
  exports: [Ledger, Overdue, RollUp, Witnesses, Causes, ProofRuns],
})
export class LedgerModule {
  constructor(types: EventTypes, loops: Loops, rollUp: RollUp) {
    loops.everySecond('the roll-up', 'summed', () => rollUp.catchUp());
    types.register(...ledgerEventTypes);
  }
}
