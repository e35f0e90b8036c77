import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { isId } from '../../../kernel/id.js';
import { Database } from '../../../platform/database/database.js';
import { WakeUps } from '../../../platform/events/wake-ups.js';
import { DeliveryNotFound, EndpointDisabled } from './endpoint.errors.js';
import type { EndpointRow } from './endpoint.queries.js';
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

/** What was made for an endpoint, sent once more: under the same `webhook-id`, with the same body. */
@Injectable()
export class DeliveryReplays {
  constructor(
    private readonly database: Database,
    private readonly endpoints: Endpoints,
    private readonly clock: Clock,
    private readonly wakeUps: WakeUps,
  ) {}

  /** @throws DeliveryNotFound, EndpointDisabled */
  async one(id: string): Promise<void> {
    const [found] = isId(id)
      ? await this.database.query<{ endpoint_id: string }>('select endpoint_id from webhooks_delivery where id = $1', [
          id,
        ])
      : [];
    if (!found) throw new DeliveryNotFound(id);
    enabled(await this.endpoints.one(found.endpoint_id));
    await this.again('id = any($2::uuid[])', [[id]]);
  }

  /** @returns how many are sent again. @throws EndpointNotFound, EndpointDisabled */
  async range(endpointId: string, { from, to, eventTypes, onlyFailed }: ReplayRange): Promise<number> {
    enabled(await this.endpoints.one(endpointId));
    const kinds = await this.database.query<{ type: string }>(
      'select distinct type from webhooks_delivery where endpoint_id = $1',
      [endpointId],
    );
    const types = kinds.map(({ type }) => type).filter((type) => wants(eventTypes ?? ['*'], type));
    return this.again(
      `endpoint_id = $2 and type = any($3::text[]) and status = any($4::text[])
       and created_at >= coalesce($5, '-infinity'::timestamptz) and created_at < coalesce($6, 'infinity'::timestamptz)`,
      [endpointId, types, onlyFailed ? ['failed'] : ['failed', 'succeeded'], from ?? null, to ?? null],
    );
  }

  private async again(where: string, parameters: readonly unknown[]): Promise<number> {
    const now = this.clock.wall();
    const sql = `update webhooks_delivery set status = 'pending', attempts = 0, next_at = $1, leased_until = null, done_at = null
      where id in (select id from webhooks_delivery where ${where} and (leased_until is null or leased_until <= $1)
        and id > $${parameters.length + 2} order by id limit ${PIECE}) returning id`;
    let [total, last] = [0, '00000000-0000-0000-0000-000000000000'];
    for (;;) {
      const piece = await this.database.query<{ id: string }>(sql, [now, ...parameters, last]);
      this.wakeUps.wake('outbound');
      total += piece.length;
      if (piece.length < PIECE) return total;
      last = piece.reduce((most, { id }) => (id > most ? id : most), last);
    }
  }
}

function enabled({ id, status, disabled_reason: reason }: EndpointRow): void {
  if (status === 'disabled') throw new EndpointDisabled(id, reason);
}
