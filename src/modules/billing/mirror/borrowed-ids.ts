import { isId } from '../../../kernel/id.js';
import type { Sql } from '../../../platform/database/database.js';
import type { Claim } from '../../webhooks/index.js';

/** Where objects that are made under an id of ours have their rows. */
const TABLES = {
  invoice: 'billing_invoice',
  payment: 'billing_payment',
  price: 'billing_price',
  product: 'billing_product',
  refund: 'billing_refund',
  subscription: 'billing_subscription',
} as const;

interface Bearer {
  readonly id: string;
  readonly created: number;
  readonly metadata?: Readonly<Record<string, string>> | null;
}

const NOBODY: ReadonlySet<string> = new Set();

/**
 * What bears an id of ours takes its turn with whatever else bears it: two that are heard of for the first time at once
 * would both find it free.
 */
export function turnsOf(claims: readonly Claim[]): string[] {
  return claims.flatMap(({ pending }) =>
    pending.flatMap(({ body }) => {
      const ours = (body.data.object as Partial<Bearer>).metadata?.['re_id'];
      return ours && isId(ours) ? [`our-id:${ours.toLowerCase()}`] : [];
    }),
  );
}

/**
 * Which of these bear an id of ours that another of the provider's objects has: a call was carried out twice, or
 * somebody copied its metadata. Whoever was heard of first has it; the others are written down for reconciliation, and
 * go by ids of their own, so that neither takes the other's place. Needs `turnsOf` held.
 */
export async function borrowersOf(
  sql: Sql,
  kind: keyof typeof TABLES,
  objects: readonly Bearer[],
): Promise<ReadonlySet<string>> {
  const bearers = objects.flatMap(({ id, created, metadata }) => {
    const ours = metadata?.['re_id'];
    return ours && isId(ours) ? [{ provider_id: id, created, ours: ours.toLowerCase() }] : [];
  });
  if (bearers.length === 0) return NOBODY;
  const rows = await sql.query<{ id: string; provider_id: string }>(
    `select id::text, provider_id from ${TABLES[kind]} where id = any($1::uuid[]) and provider_id is not null`,
    [bearers.map(({ ours }) => ours)],
  );
  const holders = new Map(rows.map(({ id, provider_id }) => [id, provider_id]));
  const borrowed = bearers.toSorted(asMade).flatMap(({ provider_id, ours }) => {
    const holder = holders.get(ours) ?? provider_id;
    holders.set(ours, holder);
    return holder === provider_id ? [] : [{ object: kind, provider_id, our_id: ours, holder }];
  });
  if (borrowed.length > 0) await sql.query(NOTE, [JSON.stringify(borrowed)]);
  return new Set(borrowed.map(({ provider_id }) => provider_id));
}

function asMade(a: { created: number; provider_id: string }, b: { created: number; provider_id: string }): number {
  return a.created - b.created || (a.provider_id < b.provider_id ? -1 : 1);
}

const NOTE = `
  insert into billing_borrowed_id (provider_id, object, our_id, holder)
  select provider_id, object, our_id, holder
  from jsonb_to_recordset($1::jsonb) as one(provider_id text, object text, our_id uuid, holder text)
  on conflict (provider_id) do nothing`;
