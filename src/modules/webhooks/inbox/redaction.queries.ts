/** A stored body, read to be redacted. */
export interface ReadBody {
  readonly seq: string;
  readonly id: string;
  readonly status: string;
  readonly object_key: string;
  readonly body: Buffer;
  /** So old that nothing can appear before it any more. */
  readonly is_sure: boolean;
}

export const PIECE = `
  select i.seq::text, i.id, i.status, i.object_key, b.body, i.received_at < clock_timestamp() - interval '1 minute' as is_sure
  from webhooks_inbox i join webhooks_body b on b.seq = i.seq
  where i.seq > $1::bigint order by i.seq limit $2`;

/** The hash stays that of what was signed. */
export const REWRITE = `
  with rewritten as (update webhooks_body set body = $2 where seq = $1::bigint)
  update webhooks_inbox set redacted_at = clock_timestamp() where seq = $1::bigint`;

/** Furthest back first. */
export const WISHES = `select id, scanned_seq::text as from from webhooks_redaction order by scanned_seq`;

/** What was read from a place on counts for those who had come as far. */
export const ADVANCE = `
  update webhooks_redaction set
    scanned_seq = case when scanned_seq >= $2::bigint then greatest(scanned_seq, $3::bigint) else scanned_seq end,
    bodies = bodies + case when done_at is null then $4::int else 0 end
  where id = any($1::uuid[])`;

export const FINISH = `
  update webhooks_redaction set done_at = $2 where id = any($1::uuid[]) and done_at is null returning id`;

export const CONFLICTS = `select id, inbox_id, body from webhooks_conflict`;

export const REWRITE_CONFLICT = `update webhooks_conflict set body = $2 where id = $1`;
