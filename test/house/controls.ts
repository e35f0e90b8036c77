/** A broken twin as the table of controls names it. */
export interface Twin {
  readonly invariant: string;
  readonly suite: string;
  readonly name: string;
}

export function twinsIn(table: string): Twin[] {
  return [...table.matchAll(/^\| ([A-Z]\d+) \|[^|]*\| ([^|]+) \| ([^|]+) \|$/gm)].map(
    ([, invariant = '', suite = '', name = '']) => ({ invariant, suite, name }),
  );
}

/** Twins whose suite has no test of that name. */
export function missing(twins: readonly Twin[], textOf: (suite: string) => string): string[] {
  return twins
    .filter(({ suite, name }) => !new RegExp(`['"\`]${escaped(name)}['"\`]`).test(textOf(suite)))
    .map(({ invariant, name }) => `${invariant} ${name}`);
}

/** Invariants (`I`) or faults (`F`) of the whole list that the page does not speak of, neither as told nor as waiting. */
export function unspoken(page: string, letter: 'I' | 'F', count: number): string[] {
  const all = Array.from({ length: count }, (_, index) => `${letter}${String(index + 1).padStart(2, '0')}`);
  return all.filter((id) => !page.includes(id));
}

/** Points at which no test lets a process die or stand still. */
export function unarmed(points: readonly string[], tests: string): string[] {
  return points.filter((point) => !tests.includes(`'${point}`));
}

function escaped(text: string): string {
  return text.replaceAll(/[$.*+?^{}()|[\]\\]/g, '\\$&');
}
