import { Injectable } from '@nestjs/common';
import { isId } from '../../../kernel/id.js';
import { Database } from '../../../platform/database/database.js';
import type { List, Page } from '../../../platform/http/page.js';
import { Bodies } from '../inbox/bodies.js';
import { EventNotFound } from '../inbox/inbox.errors.js';
import { InboxEventDetail, InboxEventView, type InboxListRow } from './inbox.views.js';

/** What waits for an object that could not be fetched says why. */
const COLUMNS = `i.id, provider, account, external_id, source, type, object_key, status, occurred_at, received_at,
  api_version, attempts, next_at, waiting_on, outcome, done_at, coalesce(last_error, (
    select wanted.last_error from webhooks_refetch wanted
    where wanted.object_key = i.waiting_on and i.status = 'waiting')) as last_error`;

/** The inbox as it is looked at. */
@Injectable()
export class InboxPage {
  constructor(
    private readonly database: Database,
    private readonly bodies: Bodies,
  ) {}

  async list(page: Page, where?: string): Promise<List<InboxEventView>> {
    const { tail, parameters } = page.sql(
      { at: 'received_at', provider_id: 'external_id' },
      where === undefined ? {} : { where },
    );
    const rows = await this.database.query<InboxListRow>(`select ${COLUMNS} from webhooks_inbox i ${tail}`, parameters);
    return page.answer(
      rows,
      (row) => new InboxEventView(row),
      ({ received_at: at, id }) => ({ at, id }),
    );
  }

  /**
   * @param id ours, or the provider's
   * @param raw with the signed body
   * @throws EventNotFound
   */
  async one(id: string, raw: boolean): Promise<InboxEventDetail> {
    const [row] = await this.database.query<InboxListRow & { body: Buffer }>(
      `select ${COLUMNS}, b.body from webhooks_inbox i join webhooks_body b on b.seq = i.seq
       where ${isId(id) ? 'i.id = $1::uuid' : `i.external_id = $1`} order by i.seq limit 1`,
      [id],
    );
    if (!row) throw new EventNotFound(id);
    const { body, ...shown } = row;
    const detail = new InboxEventDetail(shown);
    if (raw) detail.body = readable(this.bodies.open(row.id, body));
    return detail;
  }
}

function readable(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return null;
  }
}
