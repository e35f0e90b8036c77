import { inWords, type Action } from './action.js';
import { cellOf, type Fact, type Figure, type TrueFact } from './fact.js';

/** What somebody who was there says: of each customer, or of all together. */
export interface Testimony {
  readonly witness: string;
  /** All figures this witness speaks of; of others it is not asked. */
  readonly figures: readonly Figure[];
  readonly each: boolean;
  readonly facts: readonly Fact[];
}

export interface Difference {
  readonly witness: string;
  /** Figure, month, currency, and the customer or `all`. */
  readonly cell: string;
  readonly expected: number;
  readonly found: number;
  /** In words, the actions from which the expected amount comes; where there are none, what the customer did last before. */
  readonly because: readonly string[];
}

/** Every cell in which a testimony differs from the truth, by so little as a minor unit. */
export function differences(
  truth: readonly TrueFact[],
  { witness, figures, each, facts }: Testimony,
  actions: readonly Action[],
): Difference[] {
  const asked = new Set(figures);
  const expected = Map.groupBy(
    truth.filter(({ figure }) => asked.has(figure)),
    (fact) => cellOf(fact, each),
  );
  const found = Map.groupBy(facts, (fact) => cellOf(fact, each));
  const cells = [...new Set([...expected.keys(), ...found.keys()])].toSorted();
  return cells.flatMap((cell) => {
    const [should, is] = [expected.get(cell) ?? [], found.get(cell) ?? []];
    if (sum(should) === sum(is)) return [];
    const because = should.length > 0 ? should.map((fact) => fact.because) : lastBefore(is, actions);
    return [{ witness, cell, expected: sum(should), found: sum(is), because: [...new Set(because)].map(inWords) }];
  });
}

/** A difference as it is printed. */
export function told({ witness, cell, expected, found, because }: Difference): string {
  const few = because.slice(0, 5).map((action) => `\n    ${action}`);
  const more = because.length > few.length ? [`\n    and ${because.length - few.length} more`] : [];
  return [`${cell}: ${expected} by the story, ${found} says the ${witness}`, ...few, ...more].join('');
}

function lastBefore(facts: readonly Fact[], actions: readonly Action[]): Action[] {
  return facts.flatMap(({ who, at }) => actions.findLast((action) => action.who === who && action.at <= at) ?? []);
}

function sum(facts: readonly Fact[]): number {
  return facts.reduce((total, { amount }) => total + amount, 0);
}
