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

/** A body that came under the id of another, read to be redacted. */
export type ReadConflict = Omit<ReadBody, 'status' | 'object_key'> & { readonly inbox_id: string };

const IS_SURE = `received_at < clock_timestamp() - interval '1 minute' as is_sure`;
const BODY = `i.seq::text, i.id, i.status, i.object_key, b.body, i.${IS_SURE}`;

export const PIECE = `
  select ${BODY} from webhooks_inbox i join webhooks_body b on b.seq = i.seq
  where i.seq > $1::bigint order by i.seq limit $2`;

/** What is read already for all of these, by whichever process. */
export const READ = `select min(scanned_seq)::text as seq from webhooks_redaction where id = any($1::uuid[])`;

/** Longest not tried first. */
export const UNOPENED = `
  select ${BODY} from webhooks_unopened u
    join webhooks_inbox i on i.seq = u.seq join webhooks_body b on b.seq = u.seq
  order by u.tried_at limit $1`;

/** Gives those that were not set aside before. */
export const SET_ASIDE = `
  with aside as (
    insert into webhooks_unopened (seq) select unnest($1::bigint[])
    on conflict (seq) do update set tried_at = clock_timestamp() returning found_at = tried_at as is_new
  ) select is_new from aside where is_new`;

export const OPENED = `delete from webhooks_unopened where seq = any($1::bigint[])`;

/** The hash stays that of what was signed. */
export const REWRITE = `
  with rewritten as (update webhooks_body set body = $2 where seq = $1::bigint)
  update webhooks_inbox set redacted_at = clock_timestamp() where seq = $1::bigint`;

/** Furthest back first. */
export const WISHES = `select id, scanned_seq::text as from from webhooks_redaction order by scanned_seq`;

/** Nothing at all where nobody was forgotten yet. */
export const WAITS = `select bool_or(done_at is null) as waits from webhooks_redaction`;

/** What was read from a place on counts for those who had come as far. */
export const ADVANCE = `
  update webhooks_redaction set
    scanned_seq = case when scanned_seq >= $2::bigint then greatest(scanned_seq, $3::bigint) else scanned_seq end,
    bodies = bodies + case when done_at is null then $4::int else 0 end
  where id = any($1::uuid[])`;

export const FINISH = `
  update webhooks_redaction set done_at = $2 where id = any($1::uuid[]) and done_at is null returning id`;

export const CONFLICTS = `
  select seq::text, id, inbox_id, body, ${IS_SURE} from webhooks_conflict
  where seq > $1::bigint order by seq limit $2`;

export const CONFLICTS_READ = `
  select min(conflicts_seq)::text as seq from webhooks_redaction where id = any($1::uuid[])`;

export const ADVANCE_CONFLICTS = `
  update webhooks_redaction set conflicts_seq = greatest(conflicts_seq, $3::bigint)
  where id = any($1::uuid[]) and conflicts_seq >= $2::bigint`;

export const REWRITE_CONFLICT = `update webhooks_conflict set body = $2 where id = $1`;

export const STANDING = `
  select done_at is not null as done, bodies, (select count(*)::int from webhooks_unopened) as unopened
    from webhooks_redaction where id = $1`;

export const SET_ASIDE_FOUND = `
  select i.id, i.external_id, u.found_at from webhooks_unopened u join webhooks_inbox i on i.seq = u.seq
   order by u.seq limit 100`;

export const READ_FOR_THE_FORGOTTEN = `
  select count(*) from webhooks_inbox where seq <= (select max(scanned_seq) from webhooks_redaction)`;
