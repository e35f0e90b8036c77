import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { customersAt, paymentsIn, subscribedIn } from './evidence.queries.js';
import type { Evidence, Need } from './metric.js';
import { MoneyBook } from './money-book.js';
import { MrrBook } from './mrr-book.js';
import type { Span } from './span.js';
import { moneyCells, mrrCells, type Reading } from './time-line.queries.js';

/** Books of one currency that answer for any of the spans they were opened for. */
export class OpenBooks {
  constructor(
    readonly mrr: MrrBook,
    readonly money: MoneyBook,
    private readonly counted: ReadonlyMap<Span, Pick<Evidence, 'subscribed' | 'payments' | 'customers'>>,
  ) {}

  evidence(span: Span): Evidence {
    const counted = this.counted.get(span) ?? NOT_COUNTED;
    return {
      start: this.mrr.before(span.from),
      end: this.mrr.before(span.to),
      recurring: this.mrr.within(span),
      money: this.money.within(span),
      ...counted,
    };
  }
}

/** Opens the books: a query for each need, however many spans are asked about. */
@Injectable()
export class Books {
  constructor(private readonly database: Database) {}

  async open(
    spans: readonly Span[],
    needs: ReadonlySet<Need>,
    reading: Reading & { currency: string },
  ): Promise<OpenBooks> {
    const { database } = this;
    const mrr = needs.has('recurring') ? await mrrCells(database, spans, reading) : [];
    const money = needs.has('money') ? await moneyCells(database, spans, reading) : [];
    const subscribed = needs.has('subscribed') ? await subscribedIn(database, spans, reading) : [];
    const payments = needs.has('payments') ? await paymentsIn(database, spans) : [];
    const customers = needs.has('customers') ? await customersAt(database, spans) : [];
    const counted = spans.map(
      (span, index) =>
        [
          span,
          {
            subscribed: subscribed[index] ?? NOT_COUNTED.subscribed,
            payments: payments[index] ?? NOT_COUNTED.payments,
            customers: customers[index] ?? NOT_COUNTED.customers,
          },
        ] as const,
    );
    return new OpenBooks(new MrrBook(mrr, reading.currency), new MoneyBook(money, reading.currency), new Map(counted));
  }
}

const NOT_COUNTED = { subscribed: { start: 0, lost: 0 }, payments: { succeeded: 0, failed: 0 }, customers: 0 };
