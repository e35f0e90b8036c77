import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { Bodies } from './bodies.js';
import type { DueClaim, DueEvent } from './fold-run.js';
import { dueRows, factsOf, toEvent } from './inbox.queries.js';
import { dueRefolds } from './refold.queries.js';

/** An event whose body nobody can read, for its key is gone or its bytes are others. */
export interface Unread {
  readonly event: Omit<DueEvent, 'body'>;
  readonly error: unknown;
}

export interface Due {
  readonly claims: readonly DueClaim[];
  readonly unread: readonly Unread[];
}

/** What is due of some objects, read. One body that cannot be is no reason to leave the others. */
@Injectable()
export class DueClaims {
  constructor(
    private readonly database: Database,
    private readonly bodies: Bodies,
  ) {}

  async of(keys: readonly string[]): Promise<Due> {
    const rows = await dueRows(this.database, keys);
    const marks = new Map((await dueRefolds(this.database, keys)).map((mark) => [mark.objectKey, mark]));
    const byKey = new Map<string, DueEvent[]>([...marks.keys()].map((key) => [key, []]));
    const unread: Unread[] = [];
    for (const row of rows) {
      try {
        const due = { ...toEvent(row, this.bodies), attempts: row.attempts };
        const others = byKey.get(row.object_key);
        if (others) others.push(due);
        else byKey.set(row.object_key, [due]);
      } catch (error) {
        unread.push({ event: { ...factsOf(row), attempts: row.attempts }, error });
      }
    }
    const claims = [...byKey].map(([objectKey, pending]) => ({
      objectKey,
      objectId: objectKey.split(':').slice(3).join(':'),
      pending,
      mark: marks.get(objectKey),
      refold: marks.has(objectKey),
    }));
    return { claims, unread };
  }
}
