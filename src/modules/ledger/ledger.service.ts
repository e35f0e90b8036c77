import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { Outbox } from '../../platform/events/outbox.js';
import { failpoint } from '../../platform/ops/failpoints.js';
import { BalanceQueries, type Balance, type BalanceQuestion } from './balance.queries.js';
import { standingOf, writeJournals } from './journals.js';
import { journalPosted } from './ledger.events.js';
import { plan } from './posting.js';
import type { Statement } from './statement.js';

/** The books, as the floors above use them. */
@Injectable()
export class Ledger {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
    private readonly balances: BalanceQueries,
  ) {}

  /**
   * Says what is so of some facts; the books are brought to say the same, and nothing is written that they say already.
   * Four statements for any number of facts. Only inside a transaction, with the lock of each fact's owner held.
   * @returns how many journals were written
   */
  async state(statements: readonly Statement[]): Promise<number> {
    if (statements.length === 0) return 0;
    const postings = plan(statements, await standingOf(this.database, statements));
    if (postings.length === 0) return 0;

    const recordedAt = await writeJournals(this.database, postings);
    failpoint('fold.after-journal');
    await this.outbox.tell(
      postings.map((posting) => ({
        event: journalPosted(posting, recordedAt.get(posting.id) as Date),
        correlationId: posting.statement.correlationId,
        ...(posting.statement.cause === undefined ? {} : { cause: posting.statement.cause }),
      })),
    );
    return postings.length;
  }

  /** These facts are no longer so, from their `effectiveAt` on. */
  withdraw(statements: readonly Omit<Statement, 'lines'>[]): Promise<number> {
    return this.state(statements.map((statement) => ({ ...statement, lines: [] })));
  }

  /** Sums by account, party and currency; debits positive, minor units. */
  balance(question: BalanceQuestion): Promise<Balance[]> {
    return this.balances.of(question);
  }
}
