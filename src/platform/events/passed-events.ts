import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { patient } from '../database/silent-connections.js';
import type { HeardEvent } from './consumers.js';
import { passed } from './event-reader.queries.js';

const PAGE = 1_000;

export interface Passed {
  readonly types: readonly string[];
  readonly since?: Date | undefined;
}

/** What a consumer has behind it, for those who prove that it took it. */
@Injectable()
export class PassedEvents {
  constructor(private readonly database: Database) {}

  /** Page by page, in order; what was set aside is none of it. */
  async *of(consumer: string, { types, since }: Passed): AsyncGenerator<HeardEvent[]> {
    let after = { tx: '0', seq: '0' };
    for (;;) {
      const page = await passed(patient(this.database), consumer, { types, since, after, limit: PAGE });
      if (page.length > 0) yield page;
      if (page.length < PAGE) return;
      const [tx = '0', seq = '0'] = page.at(-1)?.cursor.split(':') ?? [];
      after = { tx, seq };
    }
  }
}
