import { Injectable, Logger } from '@nestjs/common';
import { scrubbed } from './redaction.js';
import { tellSentry } from './sentry.js';

/** What was not expected: logged, and sent to Sentry where one is configured. Refusals never come here. */
@Injectable()
export class Defects {
  private readonly log = new Logger('defect');

  /** @param where fields of the log's list: request_id, method, route, job, event_id */
  report(error: unknown, where: Readonly<Record<string, string>> = {}): void {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    this.log.error({ ...where, outcome: 'defect', error: scrubbed(text), msg: 'a defect' });
    tellSentry(error, where);
  }
}
