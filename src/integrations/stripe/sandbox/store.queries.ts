// The row's own transaction is the version of everything: whoever writes, writes this row as well.
export const STATE = `xmin::text as version, seed, counter::text, invoice_number::text, offset_ms::text,
  (extract(epoch from held_at) * 1000)::bigint::text as held_ms`;

export const MOMENT = `
  select ${STATE},
    (select coalesce(json_agg(data), '[]') from stripe_sandbox.object
     where type = 'webhook_endpoint' and status = 'enabled')::text as endpoints,
    (select row_to_json(idempotency) from stripe_sandbox.idempotency where key = $1)::text as kept,
    (select coalesce(json_agg(first), '[]') from (
       select kind, ref, due_at, clock from stripe_sandbox.due where clock is null and due_at <= $2
       order by due_at, kind, ref limit $3) as first)::text as due
  from stripe_sandbox.state`;

/** Writes the row, if it is still as it was. */
export const MOVE = `
  update stripe_sandbox.state set counter = $1, invoice_number = $2, offset_ms = $3,
    held_at = to_timestamp($4::double precision / 1000)
  where xmin = $5::xid returning xmin::text as version`;

/** How the rows of each part are written, given where they stand among the parameters: only if the state has moved. */
export const WRITES = {
  objects: (rows: string) => `
    insert into stripe_sandbox.object (id, type, seq, created, customer, parent, peer, status, data)
    select id, type, seq, created, customer, parent, peer, status, data::json
    from jsonb_to_recordset(${rows}::jsonb) as row(id text, type text, seq bigint, created bigint, customer text, parent text, peer text, status text, data text), moved
    on conflict (id) do update set customer = excluded.customer, parent = excluded.parent, peer = excluded.peer,
      status = excluded.status, data = excluded.data`,
  events: (rows: string) => `
    insert into stripe_sandbox.event (id, seq, type, created, object, body)
    select id, seq, type, created, object, body
    from jsonb_to_recordset(${rows}::jsonb) as row(id text, seq bigint, type text, created bigint, object text, body text), moved`,
  deliveries: (rows: string) => `
    insert into stripe_sandbox.delivery (event, endpoint, seq, due_at)
    select event, endpoint, seq, due_at
    from jsonb_to_recordset(${rows}::jsonb) as row(event text, endpoint text, seq bigint, due_at timestamptz), moved`,
  dues: (rows: string) => `
    insert into stripe_sandbox.due (kind, ref, due_at, clock)
    select kind, ref, due_at, clock
    from jsonb_to_recordset(${rows}::jsonb) as row(kind text, ref text, due_at bigint, clock text), moved
    on conflict (kind, ref) do update set due_at = excluded.due_at, clock = excluded.clock`,
  undone: (rows: string) => `
    delete from stripe_sandbox.due using jsonb_to_recordset(${rows}::jsonb) as row(kind text, ref text), moved
    where due.kind = row.kind and due.ref = row.ref`,
  answers: (rows: string) => `
    insert into stripe_sandbox.idempotency (key, fingerprint, status, body, created)
    select key, fingerprint, status, body, created
    from jsonb_to_recordset(${rows}::jsonb) as row(key text, fingerprint text, status int, body text, created bigint), moved
    on conflict (key) do update set fingerprint = excluded.fingerprint, status = excluded.status,
      body = excluded.body, created = excluded.created`,
};
