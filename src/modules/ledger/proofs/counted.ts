import type { Sql } from '../../../platform/database/database.js';
import type { Proof } from '../../../platform/ops/proofs.js';
import type { Witness, Witnesses } from '../witnesses.js';

/**
 * As many standing journals as a witness counts objects, and no fact stands twice. A zero sum cannot see this: booking
 * the same charge twice is perfectly balanced.
 */
export const counted =
  (sql: Sql, witnesses: Witnesses): Proof =>
  async () => {
    const standing = await sql.query<Standing>(STANDING);
    const doubles = await sql.query(TWICE);
    const missed: object[] = [];
    for (const witness of witnesses.all()) missed.push(...(await differenceOf(witness, standing)));

    const differences = [...missed, ...doubles].slice(0, 100);
    return {
      ok: differences.length === 0,
      checked: standing.reduce((sum, { journals }) => sum + Number(journals), 0),
      differences,
    };
  };

interface Standing {
  provider: string;
  kind: string;
  rule: string;
  journals: string;
}

async function differenceOf(witness: Witness, standing: readonly Standing[]): Promise<object[]> {
  const { name, provider, kind, rule } = witness;
  const { count: expected } = await witness.count();
  const row = standing.find((one) => one.provider === provider && one.kind === kind && one.rule === rule);
  const actual = Number(row?.journals ?? 0);
  return actual === expected ? [] : [{ witness: name, rule, expected, actual }];
}

const STANDS = `j.reverses is null and not exists (select from ledger_journal r where r.reverses = j.id)`;

const STANDING = `
  select fact_provider as provider, fact_kind as kind, rule, count(*) as journals from ledger_journal j
   where ${STANDS} group by 1, 2, 3`;

const TWICE = `
  select fact_provider as provider, fact_kind as kind, fact_id, rule, count(*)::int as journals,
         (array_agg(id order by revision))[1:10] as journal_ids
    from ledger_journal j where ${STANDS} group by 1, 2, 3, 4 having count(*) > 1 limit 100`;
