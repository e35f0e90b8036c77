import { Injectable } from '@nestjs/common';
import { Clock, hours } from '../../../kernel/clock.js';
import { isId, newId } from '../../../kernel/id.js';
import { Database } from '../../../platform/database/database.js';
import { Outbox } from '../../../platform/events/outbox.js';
import { endpointWasDisabled } from '../webhooks.events.js';
import { EndpointJudge } from './endpoint-judge.js';
import { EndpointDisabled, EndpointNotFound, TooManyEndpoints } from './endpoint.errors.js';
import {
  DISABLE,
  ENABLE,
  FIND,
  GIVE_UP_PENDING,
  INSERT,
  REMOVE,
  TROUBLED,
  changeOf,
  lockOf,
  type EndpointRow,
  type EndpointSettings,
} from './endpoint.queries.js';
import { EndpointSecrets } from './endpoint-secrets.js';

export type DisabledReason = 'gone' | 'failing' | 'by_hand';

const MOST = 50;
const CREATING = 'webhooks:endpoints';

/** Who is told of our events, and how. */
@Injectable()
export class Endpoints {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly secrets: EndpointSecrets,
    private readonly judge: EndpointJudge,
    private readonly outbox: Outbox,
  ) {}

  /** @throws EndpointUrlRefused, UnknownEventType, TooManyEndpoints */
  async create(settings: EndpointSettings): Promise<{ endpoint: EndpointRow; secret: string }> {
    await this.judge.judge(settings);
    return this.database.transaction(async () => {
      await this.database.hold(CREATING);
      const id = newId(this.clock.wall());
      const { url, description, event_types: types, ordering, payload, per_second: rate } = settings;
      const [endpoint] = await this.database.query<EndpointRow>(INSERT, [
        ...[id, url, description, [...types], ordering, payload, rate, MOST],
      ]);
      if (!endpoint) throw new TooManyEndpoints(MOST);
      return { endpoint, secret: await this.secrets.add(id) };
    });
  }

  /** What gets nothing although nobody said so, by state. */
  troubled(): Promise<{ state: 'disabled' | 'failing'; count: number }[]> {
    return this.database.query(TROUBLED);
  }

  /** @throws EndpointNotFound, EndpointUrlRefused, UnknownEventType */
  async change(id: string, changes: Partial<EndpointSettings>): Promise<EndpointRow> {
    await this.one(id);
    await this.judge.judge(changes);
    return this.locked(id, async () => {
      const { sql, parameters } = changeOf(changes);
      await this.database.query(sql, [id, ...parameters]);
      return this.one(id);
    });
  }

  /** What was sent stays; nothing more is. @throws EndpointNotFound */
  async remove(id: string): Promise<void> {
    await this.locked(id, async () => {
      await this.database.query(REMOVE, [id, this.clock.wall()]);
      await this.database.query(GIVE_UP_PENDING, [id, 'The endpoint was deleted.', this.clock.wall()]);
      await this.database.query('delete from webhooks_endpoint_secret where endpoint_id = $1', [id]);
    });
  }

  /** A new secret; those there are sign beside it until the overlap ends. @throws EndpointNotFound */
  async rotateSecret(id: string, overlapHours: number): Promise<{ secret: string; oldEndsAt: Date }> {
    return this.locked(id, async () => {
      const oldEndsAt = new Date(this.clock.wall().getTime() + hours(overlapHours));
      await this.secrets.endAll(id, oldEndsAt);
      return { secret: await this.secrets.add(id), oldEndsAt };
    });
  }

  /** From now on it is told again; what it missed is sent when it is replayed. @throws EndpointNotFound */
  async enable(id: string): Promise<EndpointRow> {
    return this.locked(id, async () => {
      await this.database.query(ENABLE, [id]);
      return this.one(id);
    });
  }

  /** What is under way is given up, and kept to be replayed. @throws EndpointNotFound */
  async disable(id: string, reason: DisabledReason): Promise<EndpointRow> {
    return this.locked(id, async ({ status }) => {
      if (status === 'disabled') return this.one(id);
      await this.database.query(DISABLE, [id, reason, this.clock.wall()]);
      await this.database.query(GIVE_UP_PENDING, [id, 'The endpoint was disabled.', this.clock.wall()]);
      await this.outbox.record(endpointWasDisabled({ endpointId: id, reason }));
      return this.one(id);
    });
  }

  /** Nobody deletes or disables it until the work is done. @throws EndpointNotFound, EndpointDisabled */
  async whileEnabled<T>(id: string, work: () => Promise<T>): Promise<T> {
    return this.locked(id, async ({ status, disabled_reason: reason }) => {
      if (status === 'disabled') throw new EndpointDisabled(id, reason);
      return work();
    });
  }

  /** @throws EndpointNotFound */
  async one(id: string): Promise<EndpointRow> {
    const [row] = isId(id) ? await this.database.query<EndpointRow>(FIND, [id]) : [];
    if (!row) throw new EndpointNotFound(id);
    return row;
  }

  private locked<T>(id: string, work: (endpoint: EndpointRow) => Promise<T>): Promise<T> {
    return this.database.transaction(async () => {
      await this.database.hold(lockOf(id));
      return work(await this.one(id));
    });
  }
}
