export interface EndpointSettings {
  readonly url: string;
  readonly description: string | null;
  readonly event_types: readonly string[];
  readonly ordering: 'none' | 'strict';
  readonly payload: 'full' | 'thin';
  readonly per_second: number | null;
}

/** An endpoint as it is read. */
export interface EndpointRow extends EndpointSettings {
  readonly id: string;
  readonly status: 'enabled' | 'disabled';
  readonly disabled_reason: string | null;
  readonly disabled_at: string | null;
  readonly failing_since: string | null;
  readonly paused_until: string | null;
  readonly created_at: string;
}

/** Held by whoever changes an endpoint, and by whoever makes deliveries for it. */
export function lockOf(id: string): string {
  return `endpoint:${id.toLowerCase()}`;
}

export const ENDPOINT_COLUMNS = `id, url, description, to_json(event_types) as event_types, ordering, payload, per_second, status,
  disabled_reason, disabled_at, failing_since, paused_until, created_at`;

/** Nothing when there are as many as there may be. */
export const INSERT = `
  insert into webhooks_endpoint (id, url, description, event_types, ordering, payload, per_second, status)
  select $1::uuid, $2, $3, $4::text[], $5, $6, $7::int, 'enabled'
  where (select count(*) from webhooks_endpoint where deleted_at is null) < $8
  returning ${ENDPOINT_COLUMNS}`;

/** Only what is given is written. @returns the statement and its parameters after the endpoint's id */
export function changeOf(changes: Partial<EndpointSettings>): { sql: string; parameters: unknown[] } {
  const given = (Object.keys(CHANGEABLE) as (keyof EndpointSettings)[]).filter((name) => changes[name] !== undefined);
  const columns = given.map((name, at) => `${name} = $${at + 2}::${CHANGEABLE[name]}`);
  if (given.includes('per_second')) columns.push('allowance_at = null');
  if (given.includes('event_types')) columns.push('asked_since = clock_timestamp()');
  const sql = `update webhooks_endpoint set ${['id = id', ...columns].join(', ')} where id = $1`;
  return { sql, parameters: given.map((name) => changes[name]) };
}

const CHANGEABLE: { readonly [Name in keyof EndpointSettings]: string } = {
  url: 'text',
  description: 'text',
  event_types: 'text[]',
  ordering: 'text',
  payload: 'text',
  per_second: 'int',
};

export const FIND = `select ${ENDPOINT_COLUMNS} from webhooks_endpoint where id = $1 and deleted_at is null`;

export const REMOVE = `update webhooks_endpoint set deleted_at = $2 where id = $1`;

export const ENABLE = `
  update webhooks_endpoint set status = 'enabled', disabled_reason = null, disabled_at = null, failing_since = null,
    warned_at = null, paused_until = null
  where id = $1`;

/** Those that nobody switched off by hand and that get nothing: given up, or failing for a day. */
export const TROUBLED = `
  select case status when 'disabled' then 'disabled' else 'failing' end as state, count(*)::int as count
  from webhooks_endpoint
  where deleted_at is null
    and ((status = 'disabled' and disabled_reason <> 'by_hand') or (status = 'enabled' and warned_at is not null))
  group by 1 order by 1`;

export const DISABLE = `
  update webhooks_endpoint set status = 'disabled', disabled_reason = $2, disabled_at = $3, paused_until = null
  where id = $1`;

export const GIVE_UP_PENDING = `
  update webhooks_delivery set status = 'failed', last_error = $2, leased_until = null, done_at = $3
  where endpoint_id = $1 and status = 'pending'`;
