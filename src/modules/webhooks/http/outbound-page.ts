import { Injectable } from '@nestjs/common';
import { isId } from '../../../kernel/id.js';
import { Database } from '../../../platform/database/database.js';
import type { List, Page } from '../../../platform/http/page.js';
import { DeliveryNotFound } from '../outbound/endpoint.errors.js';
import { ENDPOINT_COLUMNS, type EndpointRow } from '../outbound/endpoint.queries.js';
import { DeliveryDetail, DeliveryView, type AttemptRow, type DeliveryRow } from './delivery.views.js';
import { EndpointView } from './endpoint.views.js';

const DELIVERY = `id, endpoint_id, event_id, type, subject, sequence, status, attempts, next_at, last_status, last_error,
  created_at, done_at`;

/** Endpoints and deliveries as they are looked at. */
@Injectable()
export class OutboundPage {
  constructor(private readonly database: Database) {}

  async endpoints(page: Page): Promise<List<EndpointView>> {
    const { tail, parameters } = page.sql({}, { where: 'deleted_at is null' });
    const rows = await this.database.query<EndpointRow>(
      `select ${ENDPOINT_COLUMNS} from webhooks_endpoint ${tail}`,
      parameters,
    );
    return page.answer(rows, (row) => new EndpointView(row));
  }

  /** @param endpointId whose deliveries; absent, those of all */
  async deliveries(page: Page, endpointId?: string): Promise<List<DeliveryView>> {
    const given = endpointId === undefined ? {} : { where: 'endpoint_id = $1', parameters: [endpointId] };
    const { tail, parameters } = page.sql({}, given);
    const rows = await this.database.query<DeliveryRow>(
      `select ${DELIVERY} from webhooks_delivery ${tail}`,
      parameters,
    );
    return page.answer(rows, (row) => new DeliveryView(row));
  }

  /** @throws DeliveryNotFound */
  async delivery(id: string): Promise<DeliveryDetail> {
    const [row] = isId(id)
      ? await this.database.query<DeliveryRow & { body: string }>(
          `select ${DELIVERY}, body from webhooks_delivery where id = $1`,
          [id],
        )
      : [];
    if (!row) throw new DeliveryNotFound(id);
    const attempts = await this.database.query<AttemptRow>(
      `select at, status, ms, error, answer from webhooks_attempt where delivery_id = $1 order by at desc, id desc limit 100`,
      [id],
    );
    const { body, ...shown } = row;
    return new DeliveryDetail(shown, body, attempts);
  }
}
