import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { isId } from '../../../kernel/id.js';
import { Database } from '../../../platform/database/database.js';
import { WakeUps } from '../../../platform/events/wake-ups.js';
import { RequestedJobs, type Progress } from '../../../platform/jobs/requested-jobs.js';
import { RangeBackwards } from '../inbox/replay.errors.js';
import { DeliveryNotFound } from './endpoint.errors.js';
import { Endpoints } from './endpoint.service.js';
import { wants } from './wanted.js';

export interface ReplayRange {
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
  readonly eventTypes?: readonly string[] | undefined;
  readonly onlyFailed: boolean;
}

/** Made due by one statement, so that none holds its rows for long. */
const PIECE = 1_000;
const REPLAY = 'webhooks.replay-deliveries';

/** What was made for an endpoint, sent once more: under the same `webhook-id`, with the same body. */
@Injectable()
export class DeliveryReplays implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly endpoints: Endpoints,
    private readonly clock: Clock,
    private readonly wakeUps: WakeUps,
    private readonly requested: RequestedJobs,
  ) {}

  onModuleInit(): void {
    this.requested.register(REPLAY, (params, progress) => this.goOn(params as unknown as AskedRange, progress));
  }

  /** @throws DeliveryNotFound, EndpointDisabled */
  async one(id: string): Promise<void> {
    const [found] = isId(id)
      ? await this.database.query<{ endpoint_id: string }>('select endpoint_id from webhooks_delivery where id = $1', [
          id,
        ])
      : [];
    if (!found) throw new DeliveryNotFound(id);
    await this.endpoints.whileEnabled(found.endpoint_id, () => this.again('id = any($1::uuid[])', [[id]]));
  }

  /** Done by a worker, piece by piece. @returns the job. @throws EndpointNotFound, EndpointDisabled */
  async range(endpointId: string, { from, to, eventTypes, onlyFailed }: ReplayRange): Promise<string> {
    if (from && to && from >= to) throw new RangeBackwards(from, to);
    const asked: AskedRange = {
      endpointId,
      from: from?.toISOString() ?? null,
      to: to?.toISOString() ?? null,
      eventTypes: [...(eventTypes ?? ['*'])],
      statuses: onlyFailed ? ['failed'] : ['failed', 'succeeded'],
      before: this.clock.wall().toISOString(),
    };
    return this.endpoints.whileEnabled(endpointId, () =>
      this.requested.request(REPLAY, 'webhooks:replay', { ...asked }),
    );
  }

  /** Begun anew, it goes on: what was sent again and ended since does not end before the wish. */
  private async goOn(asked: AskedRange, progress: Progress): Promise<{ sent_again: number }> {
    const { endpointId, from, to, eventTypes, statuses, before } = asked;
    const kinds = await this.database.query<{ type: string }>(
      'select distinct type from webhooks_delivery where endpoint_id = $1',
      [endpointId],
    );
    const types = kinds.map(({ type }) => type).filter((type) => wants(eventTypes, type));
    const parameters = [endpointId, types, statuses, from, to, before];
    let [total, last] = [0, '00000000-0000-0000-0000-000000000000'];
    for (;;) {
      const piece = await this.endpoints.whileEnabled(endpointId, () => this.again(RANGE, [...parameters, last]));
      total += piece.length;
      if (piece.length < PIECE) return { sent_again: total };
      await progress({ sent_again: total });
      last = piece.reduce((most, id) => (id > most ? id : most), last);
    }
  }

  private async again(where: string, parameters: readonly unknown[]): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      `update webhooks_delivery set status = 'pending', attempts = 0, next_at = now(), leased_until = null, done_at = null
       where id in (select id from webhooks_delivery where ${where} and (leased_until is null or leased_until <= now())
         order by id limit ${PIECE}) returning id`,
      parameters,
    );
    this.database.afterCommit(() => this.wakeUps.wake('outbound'));
    return rows.map(({ id }) => id);
  }
}

interface AskedRange {
  readonly endpointId: string;
  readonly from: string | null;
  readonly to: string | null;
  readonly eventTypes: readonly string[];
  readonly statuses: readonly string[];
  readonly before: string;
}

const RANGE = `endpoint_id = $1 and type = any($2::text[]) and status = any($3::text[])
  and created_at >= coalesce($4::timestamptz, '-infinity') and created_at < coalesce($5::timestamptz, 'infinity')
  and (done_at is null or done_at <= $6::timestamptz) and id > $7`;
