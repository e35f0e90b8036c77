import { createHash } from 'node:crypto';
import { shuffled } from '../../kernel/dice.js';
import type { Sql } from '../../platform/database/database.js';
import type { Proof } from '../../platform/ops/proofs.js';
import { customerMovements } from './customer-movements.js';
import { signature } from './movement.js';
import { factsAfter, writtenFor } from './movement.queries.js';
import type { Policy } from './policy.js';

const PAGE = 500;
const NOBODY = '00000000-0000-0000-0000-000000000000';

/** The rows that stand are what the histories give when they are read again, in whatever order. */
export function replay(sql: Sql, policy: () => Promise<Policy>, random: () => number = Math.random): Proof {
  return async () => {
    const [rebuilt, live] = [createHash('sha256'), createHash('sha256')];
    const differences: { customer_id: string; rebuilt: number; live: number }[] = [];
    const inForce = await policy();
    let checked = 0;
    for (let last = NOBODY; ;) {
      const facts = await factsAfter(sql, last, PAGE);
      const end = facts.at(-1);
      if (!end) break;
      last = end.customerId;
      const byCustomer = Map.groupBy(facts, ({ customerId }) => customerId);
      const written = await writtenFor(sql, inForce.version, [...byCustomer.keys()]);
      const standing = Map.groupBy(
        written.filter(({ reversed }) => !reversed),
        ({ customerId }) => customerId,
      );
      for (const [customer, own] of byCustomer) {
        const again = shuffled(own, random).map((fact) => ({ ...fact, versions: shuffled(fact.versions, random) }));
        const [is, should] = [linesOf(standing.get(customer) ?? []), linesOf(customerMovements(again, inForce))];
        checked += is.length;
        rebuilt.update(should.join('\n'));
        live.update(is.join('\n'));
        if (is.join() !== should.join())
          differences.push({ customer_id: customer, rebuilt: should.length, live: is.length });
      }
    }
    const [expected, actual] = [rebuilt.digest('hex'), live.digest('hex')];
    return { ok: expected === actual, checked, expected, actual, differences: differences.slice(0, 100) };
  };
}

function linesOf(movements: readonly Parameters<typeof signature>[0][]): string[] {
  return movements.map(signature).toSorted();
}
