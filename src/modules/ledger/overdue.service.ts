import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { Database } from '../../platform/database/database.js';
import { CHART } from './chart.js';
import { openKeys, type Limit, type OpenKey } from './unmatched.js';

/** How long a key of each matched account may stay open. */
export const LIMITS: readonly Limit[] = CHART.flatMap(({ code, openHours }) =>
  openHours === undefined ? [] : [{ account: code, hours: openHours }],
);

/** What should have met and has not, for those who look for the missing half. */
@Injectable()
export class Overdue {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** All keys open longer than their account allows or never to meet, oldest first: one that is left out would count as matched. */
  keys(): Promise<OpenKey[]> {
    return openKeys(this.database, LIMITS, this.clock.now(), { atMost: null, apart: true });
  }
}
