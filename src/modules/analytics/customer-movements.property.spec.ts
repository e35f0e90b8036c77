import fc from 'fast-check';
import { anyCustomer as customer } from '../../../test/analytics/support/any-history.js';
import { customerMovements } from './customer-movements.js';
import { difference } from './difference.js';
import { signature, type Movement } from './movement.js';
import { POLICY_V1 } from './policy.js';
import { worthAt, worthOverTime } from './recurring-value.js';
import type { SubscriptionFact } from './subscription-fact.js';

const movementsOf = (facts: readonly SubscriptionFact[]) => customerMovements(facts, POLICY_V1);
const counting = (movements: readonly Movement[]) => movements.filter(({ kind }) => kind !== 'commitment');
const sum = (movements: readonly Movement[]) => movements.reduce((total, { delta }) => total + delta, 0);
const groups = (movements: readonly Movement[], key: (movement: Movement) => string) => [
  ...Map.groupBy(movements, key).values(),
];

const seed = 20261121;

function holds(property: fc.IProperty<[SubscriptionFact[]]>): void {
  process.stdout.write(`seed ${seed}\n`);
  fc.assert(property, { seed, numRuns: 400 });
}

describe('any history of a customer', () => {
  it('gives the same rows in whatever order it is read', () => {
    holds(
      fc.property(customer, (facts) => {
        const backwards = facts
          .toReversed()
          .map((fact) => ({ ...fact, versions: [...fact.versions, ...fact.versions].toReversed() }));
        expect(movementsOf(backwards).map(signature).toSorted()).toEqual(movementsOf(facts).map(signature).toSorted());
      }),
    );
  });

  it('sums, for each subscription and currency and at each instant, to what is in force', () => {
    holds(
      fc.property(customer, (facts) => {
        const movements = counting(movementsOf(facts));
        for (const { subscriptionId, versions } of facts) {
          const line = worthOverTime(versions, POLICY_V1);
          for (const { at } of line) {
            for (const currency of ['usd', 'eur']) {
              const until = movements.filter(
                (one) =>
                  one.subscriptionId === subscriptionId &&
                  one.currency === currency &&
                  Date.parse(one.effectiveAt) <= at,
              );
              const items = worthAt(line, at)?.items.filter((one) => one.currency === currency) ?? [];
              expect(sum(until)).toBe(items.reduce((total, { arrMinor }) => total + arrMinor, 0));
            }
          }
        }
      }),
    );
  });

  it('has before and after that differ by the delta, with the sign its kind says', () => {
    holds(
      fc.property(customer, (facts) => {
        for (const { kind, arrBefore, arrAfter, delta } of movementsOf(facts)) {
          expect(arrAfter - arrBefore).toBe(delta);
          if (['new', 'expansion', 'reactivation'].includes(kind)) expect(delta).toBeGreaterThan(0);
          if (kind === 'contraction') expect(delta).toBeLessThan(0);
          if (kind === 'churn') expect(delta).toBeLessThanOrEqual(0);
        }
      }),
    );
  });

  it('moves nothing in sum by moves, and gives every instant one kind a currency and one leader', () => {
    holds(
      fc.property(customer, (facts) => {
        const movements = movementsOf(facts);
        for (const group of groups(movements, ({ effectiveAt, currency }) => `${effectiveAt} ${currency}`)) {
          expect(sum(group.filter(({ kind }) => kind === 'move'))).toBe(0);
          expect(
            new Set(group.filter(({ kind }) => kind !== 'move' && kind !== 'commitment').map(({ kind }) => kind)).size,
          ).toBeLessThan(2);
        }
        for (const group of groups(counting(movements), ({ effectiveAt }) => effectiveAt)) {
          expect(group.filter(({ leads }) => leads)).toHaveLength(1);
        }
      }),
    );
  });

  it('is new at most once, and never both active and paused', () => {
    holds(
      fc.property(customer, (facts) => {
        const movements = movementsOf(facts);
        expect(
          new Set(movements.filter(({ kind }) => kind === 'new').map(({ effectiveAt }) => effectiveAt)).size,
        ).toBeLessThan(2);
        let [active, paused] = [0, 0];
        for (const group of groups(movements, ({ effectiveAt }) => effectiveAt)) {
          active += group.reduce((total, { activeChange }) => total + activeChange, 0);
          paused += group.reduce((total, { pausedChange }) => total + pausedChange, 0);
          expect([`${active}${paused}`]).toEqual([expect.stringMatching(/^(00|10|01)$/)]);
        }
      }),
    );
  });

  it('takes back its commitments in the end', () => {
    holds(
      fc.property(customer, (facts) => {
        const open = facts.map(({ versions }) => worthOverTime(versions, POLICY_V1).at(-1));
        const scheduled = open.flatMap((worth) => (worth?.cancelling ? worth.items : []));
        const commitments = movementsOf(facts).filter(({ kind }) => kind === 'commitment');
        expect(sum(commitments) + scheduled.reduce((total, { arrMinor }) => total + arrMinor, 0)).toBe(0);
      }),
    );
  });

  it('is caught when a row is lost', () => {
    const lossy = fc.property(customer, (facts) => {
      const movements = counting(movementsOf(facts)).slice(1);
      const inForce = facts.flatMap(({ versions }) => worthOverTime(versions, POLICY_V1).at(-1)?.items ?? []);
      expect(sum(movements)).toBe(inForce.reduce((total, { arrMinor }) => total + arrMinor, 0));
    });
    expect(() => holds(lossy)).toThrow('Property failed');
  });

  it('told again otherwise, is brought there by the difference only', () => {
    fc.assert(
      fc.property(customer, customer, (before, after) => {
        const standing = movementsOf(before).map((movement, index) => ({
          ...movement,
          id: `${index}`,
          movementKey: `${index}`,
        }));
        const { takenBack, added } = difference(standing, movementsOf(after));
        const kept = standing.filter(({ id }) => !takenBack.some((row) => row.id === id));
        expect([...kept, ...added].map(signature).toSorted()).toEqual(movementsOf(after).map(signature).toSorted());
        const again = new Set(takenBack.map(signature));
        expect(added.some((movement) => again.has(signature(movement)))).toBe(false);
      }),
      { seed, numRuns: 200 },
    );
  });
});
