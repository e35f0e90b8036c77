import { Injectable, Logger } from '@nestjs/common';
import { Clock, days } from '../../../kernel/clock.js';
import { newId } from '../../../kernel/id.js';
import { Database } from '../../../platform/database/database.js';
import { Outbox } from '../../../platform/events/outbox.js';
import { endpointFailing } from '../webhooks.events.js';
import { classify } from '../inbox/retry-schedule.js';
import { GroupCommit } from '../intake/group-commit.js';
import { nextAttempt, pauseAfter } from './attempt-schedule.js';
import { EndpointNotFound } from './endpoint.errors.js';
import { lockOf } from './endpoint.queries.js';
import { Endpoints } from './endpoint.service.js';
import { OutboundMetrics } from './outbound.metrics.js';
import { isTaken, type Answered } from './sender.js';
import { writeResults, type Leased, type Result, type Standing } from './sending.queries.js';

/** How long every attempt must have failed before somebody is told, and before nothing more is sent. */
const TELL_AFTER = days(1);
const DISABLE_AFTER = days(5);

const LIMITS = { items: 200, bytes: 2 * 1024 * 1024, sizeOf: ({ answer }: Result) => 300 + (answer?.length ?? 0) };

/** What attempts came to, written many at a time: for the delivery, and for how its endpoint stands. */
@Injectable()
export class Results {
  private readonly log = new Logger('outbound');
  private readonly group = new GroupCommit<Result, Standing | undefined>(
    (results) => this.write(results),
    LIMITS,
    (error) => classify(error) === 'lost',
  );

  constructor(
    private readonly database: Database,
    private readonly endpoints: Endpoints,
    private readonly outbox: Outbox,
    private readonly metrics: OutboundMetrics,
    private readonly clock: Clock,
  ) {}

  async file(delivery: Leased, answered: Answered): Promise<void> {
    const result = resultOf(delivery, answered, Math.random());
    this.metrics.attempts.inc({ outcome: result.outcome === 'pending' ? 'retried' : result.outcome });
    const { type, event_id: eventId, attempts } = delivery;
    const { outcome, ms } = result;
    this.log.debug({
      msg: 'webhook',
      event_type: type,
      event_id: eventId,
      attempt: attempts + 1,
      outcome,
      duration_ms: ms,
    });
    const standing = await this.group.add(result);
    await this.seeTo(delivery.endpoint_id, async () => {
      if (answered.status === 410) await this.endpoints.disable(delivery.endpoint_id, 'gone');
      else if (standing) await this.judge(standing);
    });
  }

  /** Each endpoint's standing goes with the first of its results. */
  private async write(results: readonly Result[]): Promise<(Standing | undefined)[]> {
    const standings = await this.database.transaction(() => writeResults(this.database, results));
    const left = new Map(standings.map((standing) => [standing.id, standing]));
    return results.map(({ endpoint_id: id }) => {
      const standing = left.get(id);
      left.delete(id);
      return standing;
    });
  }

  /** The attempt is written by now. Whatever goes wrong here, the next attempt leads here again, and others are still to be sent. */
  private async seeTo(endpointId: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      // It was deleted while the request was under way.
      if (error instanceof EndpointNotFound) return;
      this.log.error({ msg: 'judging an endpoint failed', endpoint_id: endpointId }, String(error));
    }
  }

  private async judge({ id, status, failing_since: since, warned_at: warned }: Standing): Promise<void> {
    if (status === 'disabled' || since === null) return;
    const failing = this.clock.wall().getTime() - new Date(since).getTime();
    if (failing >= DISABLE_AFTER) await this.endpoints.disable(id, 'failing');
    else if (failing >= TELL_AFTER && warned === null) await this.tell(id, new Date(since));
  }

  private async tell(endpointId: string, since: Date): Promise<void> {
    await this.database.transaction(async () => {
      await this.database.hold(lockOf(endpointId));
      const told = await this.database.query(TELL_ONCE, [endpointId, this.clock.wall()]);
      if (told.length > 0) await this.outbox.record(endpointFailing({ endpointId, since: since.toISOString() }));
    });
  }
}

const TELL_ONCE = `update webhooks_endpoint set warned_at = $2 where id = $1 and warned_at is null returning id`;

function resultOf(delivery: Leased, answered: Answered, chance: number): Result {
  const { at, ms, status, error, answer, retryAfter } = answered;
  const attempts = delivery.attempts + 1;
  const wait = nextAttempt(attempts, chance);
  const pause = pauseAfter(status, retryAfter, wait ?? 0, at);
  return {
    attempt_id: newId(at),
    delivery_id: delivery.id,
    endpoint_id: delivery.endpoint_id,
    leased_until: delivery.leased_until,
    outcome: isTaken(status) ? 'succeeded' : wait === undefined ? 'failed' : 'pending',
    attempts,
    next_in: wait ?? 0,
    paused_for: pause > 0 ? pause : null,
    ...{ at, status, ms, error, answer },
  };
}
