import { Injectable } from '@nestjs/common';
import { derivedId } from '../../../kernel/id.js';
import { Database } from '../../../platform/database/database.js';
import { Outbox } from '../../../platform/events/outbox.js';
import { wantRefetch } from '../inbox/refetch.queries.js';
import { chainReconciled } from '../webhooks.events.js';
import type { ChainBreak } from './chain.js';

/** Keeps what is missing from objects' histories, asks for the objects, and tells of what they alone put right. */
@Injectable()
export class ChainBreaks {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
  ) {}

  /**
   * What the whole histories of these objects show now. A break seen for the first time asks for its object; a stored
   * one that is gone has been closed by the event that was missing. Closed by what was fetched, it is told of: the event
   * itself is still missing.
   */
  async report(found: ReadonlyMap<string, readonly ChainBreak[]>): Promise<void> {
    const keys = [...found.keys()];
    const stored = await this.database.query<{ id: string; object_key: string; closed: boolean }>(
      `select id, object_key, closed_at is not null as closed from webhooks_chain_break where object_key = any($1::text[])`,
      [keys],
    );
    const rows = [...found].flatMap(([key, breaks]) => breaks.map((one) => rowOf(key, one)));
    if (stored.length === 0 && rows.length === 0) return;

    const standing = new Set(rows.map(({ id }) => id));
    const wasOpen = new Set(stored.filter(({ closed }) => !closed).map(({ id }) => id));
    await this.close([...wasOpen].filter((id) => !standing.has(id)));
    await this.outbox.record(...(await this.store(rows)).map(toldOf));
    const opened = rows.filter(({ id, closed_by }) => closed_by === null && !wasOpen.has(id));
    if (opened.length > 0)
      await wantRefetch(
        this.database,
        opened.map(({ object_key: key }) => key),
      );
  }

  private async close(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    await this.database.query(
      `update webhooks_chain_break set closed_at = clock_timestamp(), closed_by = 'found' where id = any($1::uuid[])`,
      [ids],
    );
  }

  /** A break that returns is opened again; one that is closed already keeps its first closing. */
  private async store(rows: readonly object[]): Promise<Stored[]> {
    if (rows.length === 0) return [];
    const changed = await this.database.query<Stored>(STORE, [JSON.stringify(rows)]);
    return changed.filter(({ closed_by }) => closed_by === 'reconciled');
  }
}

const STORE = `
  insert into webhooks_chain_break (id, object_key, kind, event_id, expected, found, occurred_at, closed_at, closed_by)
  select id, object_key, kind, event_id, expected, found, occurred_at,
    case when closed_by is not null then clock_timestamp() end, closed_by
  from jsonb_to_recordset($1::jsonb) as row(id uuid, object_key text, kind text, event_id text, expected text,
    found text, occurred_at timestamptz, closed_by text)
  on conflict (object_key, event_id, expected) do update set kind = excluded.kind, found = excluded.found,
    closed_by = excluded.closed_by,
    closed_at = case when excluded.closed_by is null then null else coalesce(webhooks_chain_break.closed_at, excluded.closed_at) end
  where webhooks_chain_break.closed_by is distinct from excluded.closed_by
  returning id, object_key, occurred_at, closed_by`;

interface Stored {
  readonly id: string;
  readonly object_key: string;
  readonly occurred_at: string;
  readonly closed_by: string | null;
}

function toldOf({ id, object_key: objectKey, occurred_at: at }: Stored) {
  return chainReconciled({ chainBreak: id, objectKey, brokenAt: new Date(at).toISOString() });
}

function rowOf(objectKey: string, { kind, eventId, expected, found, at, closedBy }: ChainBreak) {
  return {
    id: derivedId(at, `${objectKey}#${eventId}#${expected}`),
    object_key: objectKey,
    kind,
    event_id: eventId,
    expected,
    found,
    occurred_at: at.toISOString(),
    closed_by: closedBy ?? null,
  };
}
