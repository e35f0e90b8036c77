import { Injectable } from '@nestjs/common';
import { newId } from '../../../kernel/id.js';
import { Clock } from '../../../kernel/clock.js';
import { Database, type Sql } from '../../../platform/database/database.js';
import { prepared } from '../../../platform/database/prepared.js';
import { isRepeated } from '../../../platform/database/store-fault.js';
import { WakeUps } from '../../../platform/events/wake-ups.js';
import { failpoint } from '../../../platform/ops/failpoints.js';
import { Bodies } from '../inbox/bodies.js';
import { insertFirstSeen, insertRows } from '../inbox/new-rows.queries.js';
import type { NewRow } from '../inbox/new-row.js';
import { wantRefetch } from '../inbox/refetch.queries.js';
import { classify } from '../inbox/retry-schedule.js';
import { conflictsWith, known } from './arrivals.queries.js';
import { GroupCommit } from './group-commit.js';

export interface Arrival {
  readonly row: NewRow;
  /** The object to be fetched, where this event does not carry it in a form we fold. */
  readonly wanted?: string | undefined;
}

export type Filed = 'new' | 'duplicate' | 'conflict';

const LIMITS = {
  items: 200,
  bytes: 2 * 1024 * 1024,
  sizeOf: ({ row }: Arrival) => row.body.length,
};

/** Repetitions come in swarms: after one, so many groups ask for each row whether its name stands. */
const CAREFUL = 100;

/** Files what arrives, many requests in one durable insert. */
@Injectable()
export class Arrivals {
  private readonly group = new GroupCommit<Arrival, Filed>(
    (arrivals) => this.fileAll(arrivals),
    LIMITS,
    (error) => classify(error) === 'lost',
  );

  private readonly sql: Sql;
  private careful = 0;

  constructor(
    private readonly database: Database,
    private readonly bodies: Bodies,
    private readonly clock: Clock,
    private readonly wakeUps: WakeUps,
  ) {
    this.sql = prepared(database);
  }

  file(arrival: Arrival): Promise<Filed> {
    return this.group.add(arrival);
  }

  private async fileAll(arrivals: readonly Arrival[]): Promise<Filed[]> {
    const wanted = arrivals.map((arrival) => arrival.wanted).filter((key) => key !== undefined);
    // Before the insert: once that is done, a repetition after a crash would be a mere duplicate.
    if (wanted.length > 0) await wantRefetch(this.database, wanted);

    const rows = arrivals.map(({ row }) => row);
    const firsts = [...new Map(rows.toReversed().map((row) => [nameOf(row), row])).values()];
    failpoint('intake.before-insert');
    const inserted = await this.insert(firsts);
    failpoint('intake.after-commit');
    if (inserted.length > 0) this.wakeUps.wake('inbox');
    if (inserted.length === rows.length) return rows.map(() => 'new');
    return this.compared(rows, new Set(inserted));
  }

  /** As long as nothing comes twice, telling what does is left to the unique indexes. */
  private async insert(rows: readonly NewRow[]): Promise<readonly NewRow[]> {
    if (this.careful === 0) {
      try {
        await insertFirstSeen(this.sql, this.bodies, rows);
        return rows;
      } catch (error) {
        if (!isRepeated(error)) throw error;
      }
    }
    const inserted = await insertRows(this.sql, this.bodies, rows);
    this.careful = inserted.size < rows.length ? CAREFUL : Math.max(0, this.careful - 1);
    return rows.filter(({ id }) => inserted.has(id));
  }

  /** Tells repetitions from second bodies. The first body stands, whatever comes under its name later. */
  private async compared(rows: readonly NewRow[], fresh: ReadonlySet<NewRow>): Promise<Filed[]> {
    const others = rows.filter((row) => !fresh.has(row));
    const standing = await known(this.database, others);
    const conflicting = others.filter((row) => {
      const first = standing.get(nameOf(row));
      return first?.sha256 !== row.sha256 && first?.delivered !== false;
    });
    await conflictsWith(
      this.database,
      conflicting.map((row) => ({
        id: newId(this.clock.wall()),
        inboxId: standing.get(nameOf(row))?.id ?? row.id,
        first: standing.get(nameOf(row))?.sha256 ?? '',
        second: row.sha256,
        headers: row.headers,
        body: this.bodies.seal(standing.get(nameOf(row))?.id ?? row.id, row.body).toString('base64'),
      })),
    );
    const differs = new Set(conflicting);
    return rows.map((row) => (fresh.has(row) ? 'new' : differs.has(row) ? 'conflict' : 'duplicate'));
  }
}

function nameOf({ provider, account, externalId }: NewRow): string {
  return `${provider} ${account} ${externalId}`;
}
