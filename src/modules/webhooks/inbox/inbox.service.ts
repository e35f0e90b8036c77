import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { WakeUps } from '../../../platform/events/wake-ups.js';
import type { InboxEvent } from '../fold.js';
import { EventNotFound } from './inbox.errors.js';
import { Bodies } from './bodies.js';
import { Folding } from './folding.js';
import { historyRows, rowsById, toEvent } from './inbox.queries.js';
import { insertRows } from './new-rows.queries.js';
import { recordedRow, type Recording } from './recording.js';
import {
  answered,
  notFetched,
  read,
  takeWanted,
  wantRefetch,
  wantUnlessRead,
  type Unfetched,
  type Wait,
} from './refetch.queries.js';
import { markRefold } from './refold.queries.js';
import { NotOurs } from './replay.errors.js';
import { setAsideForGood } from './set-aside.js';
import { DONE_BEFORE } from './settlement.js';

/**
 * What the modules above do with provider events: keep what they learnt themselves, fold it at once, read an object's
 * history, let those go on that waited. Everything joins the caller's transaction.
 */
@Injectable()
export class Inbox {
  constructor(
    private readonly database: Database,
    private readonly folding: Folding,
    private readonly bodies: Bodies,
    private readonly wakeUps: WakeUps,
  ) {}

  /**
   * Keeps answers to our own calls and fetched objects as events, so that a replay need not call anybody. Recording
   * the same once more changes nothing.
   * @returns the rows as they stand, in the order given
   */
  async record(recordings: readonly Recording[]): Promise<InboxEvent[]> {
    const rows = recordings.map(recordedRow);
    await insertRows(this.database, this.bodies, [...new Map(rows.map((row) => [row.id, row])).values()]);
    this.wake();
    const ids = rows.map(({ id }) => id);
    const stored = await rowsById(this.database, ids);
    const byId = new Map(stored.map((row) => [row.id, toEvent(row, this.bodies)]));
    return ids.flatMap((id) => byId.get(id) ?? []);
  }

  /**
   * Folds what is due of these objects now, by the same code as the worker.
   * The caller holds their locks and has not written before it took them.
   * @throws what the fold threw, when what failed is not a delivered event: an answer of our own must not be lost
   */
  async foldNow(objectKeys: readonly string[]): Promise<void> {
    const { failures } = await this.folding.fold(objectKeys);
    const ours = failures.find(({ event }) => event !== undefined && event.source !== 'webhook');
    if (ours) throw ours.error;
  }

  /** All events of these objects that are not dead, skipped or set aside after a failure, as they occurred. */
  async histories(objectKeys: readonly string[]): Promise<Map<string, InboxEvent[]>> {
    const histories = new Map<string, InboxEvent[]>(objectKeys.map((key) => [key, []]));
    for (const row of await historyRows(this.database, objectKeys))
      histories.get(row.object_key)?.push(toEvent(row, this.bodies));
    return histories;
  }

  /** Which of these events of Stripe's we do not have. */
  async unknown(externalIds: readonly string[]): Promise<Set<string>> {
    const rows = await this.database.query<{ id: string }>(
      `select asked.id from unnest($1::text[]) as asked(id) where not exists (
         select from webhooks_inbox i where i.provider = 'stripe' and i.account = 'self' and i.external_id = asked.id)`,
      [externalIds],
    );
    return new Set(rows.map(({ id }) => id));
  }

  /** What the provider called these rows, and when they came: by our id. */
  async told(ids: readonly string[]): Promise<Map<string, { externalId: string; type: string; receivedAt: Date }>> {
    const rows = await this.database.query<{ id: string; external_id: string; type: string; received_at: string }>(
      `select id, external_id, type, received_at from webhooks_inbox where id = any($1::uuid[])`,
      [ids],
    );
    return new Map(
      rows.map(({ id, external_id: externalId, type, received_at: at }) => [
        id,
        { externalId, type, receivedAt: new Date(at) },
      ]),
    );
  }

  /** Lets the events go on that waited for these objects. Called by the transaction that creates them. */
  async release(...objectKeys: string[]): Promise<void> {
    if (objectKeys.length > 0) await this.database.atEnd(this.letGo, objectKeys);
  }

  /** Has these objects folded again from their stored events: something they depend on has changed. */
  async refold(...objectKeys: string[]): Promise<void> {
    if (objectKeys.length === 0) return;
    await markRefold(this.database, objectKeys);
    this.wake();
  }

  /**
   * One event once more, from the beginning. One that is done folds to no change.
   * @throws EventNotFound, or NotOurs where it was set aside for a reason that still stands
   */
  async replay(id: string): Promise<void> {
    const [row] = await this.database.query<{ replayed: boolean; reason: string | null }>(REPLAY, [id]);
    if (!row) throw new EventNotFound(id);
    if (!row.replayed) throw new NotOurs(id, row.reason ?? 'unknown');
    this.wake();
  }

  /** Asks for these objects to be fetched from their provider, by whoever calls providers. */
  async wantRefetch(objectKeys: readonly string[]): Promise<void> {
    if (objectKeys.length > 0) await wantRefetch(this.database, objectKeys);
  }

  /**
   * Asks for what events wait for, unless it has been read since they came: then a reading did not help, and the next is
   * as long after it as it was after them.
   */
  async wantUnlessRead(waits: readonly Wait[]): Promise<void> {
    if (waits.length > 0) await wantUnlessRead(this.database, waits);
  }

  /** Objects to fetch now, the caller's for a minute. */
  takeWanted(limit: number): Promise<string[]> {
    return takeWanted(this.database, limit);
  }

  /** These need not be fetched any more: they have come by another way, or the provider has them no longer. */
  async answered(objectKeys: readonly string[]): Promise<void> {
    await answered(this.database, objectKeys);
  }

  /** What was taken has been read and recorded; one that was wanted again meanwhile may have been read too early. */
  async read(objectKeys: readonly string[]): Promise<void> {
    await read(this.database, objectKeys);
  }

  /** Why it did not come this time. It is taken again in a minute, unless the provider does not have it. */
  async notFetched(objectKey: string, why: Unfetched): Promise<void> {
    await notFetched(this.database, objectKey, why);
  }

  private readonly letGo = async (objectKeys: readonly string[]): Promise<void> => {
    const released = await this.database.query(
      `update webhooks_inbox set status = 'pending', waiting_on = null, next_at = now()
       where status = 'waiting' and waiting_on = any($1::text[]) returning seq`,
      [objectKeys],
    );
    if (released.length > 0) this.wake();
  };

  private wake(): void {
    this.database.afterCommit(() => this.wakeUps.wake('inbox'));
  }
}

const REPLAY = `
  with asked as (
    select id, outcome ->> 'reason' as reason, not ${setAsideForGood('i')} as replayed
    from webhooks_inbox i where id = $1 and type <> 'unreadable' for update
  ), undone as (
    delete from webhooks_dismissal d using asked where asked.replayed and d.inbox_id = asked.id
  ), due as (
    update webhooks_inbox i set status = 'pending', attempts = 0, next_at = now(), waiting_on = null, last_error = null,
      outcome = null, done_at = ${DONE_BEFORE}
    from asked where asked.replayed and i.id = asked.id
  )
  select replayed, reason from asked`;
