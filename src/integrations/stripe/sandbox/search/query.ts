/** One condition of a search: `status:"active"`, `-metadata["plan"]:null`, `amount>1000`. */
export interface Clause {
  readonly field: string;
  /** Of `metadata["key"]`. */
  readonly key?: string;
  readonly sign: ':' | '~' | '>' | '<' | '>=' | '<=';
  /** Null asks whether there is none. */
  readonly value: string | number | null;
  readonly not: boolean;
}

export interface Query {
  readonly clauses: readonly Clause[];
  readonly joined: 'and' | 'or';
}

const CLAUSE =
  /^(-)?([a-z_][a-z0-9_.]*)(?:\["((?:[^"\\]|\\.)*)"\])?(:|~|>=|<=|>|<)("(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?|null)/;
const MOST = 10;

/** Reads Stripe's search language: up to ten clauses, all joined by AND or all by OR. @throws when it is none of it */
export function readQuery(text: string): Query {
  const clauses: Clause[] = [];
  const joints = new Set<string>();
  let rest = text.trim();
  while (rest !== '') {
    const found = CLAUSE.exec(rest);
    if (!found) throw new NotAQuery(`We were unable to parse your search query at: ${rest}`);
    clauses.push(clauseOf(found));
    rest = rest.slice(found[0].length).trim();
    const joint = /^(AND|OR)\b/i.exec(rest);
    if (joint) rest = rest.slice(joint[0].length).trim();
    if (joint && rest === '') throw new NotAQuery('Something must follow AND and OR.');
    if (rest !== '') joints.add(joint?.[0].toLowerCase() ?? 'and');
  }
  if (clauses.length === 0) throw new NotAQuery('The query is empty.');
  if (clauses.length > MOST) throw new NotAQuery(`A query has at most ${MOST} clauses.`);
  if (joints.size > 1) throw new NotAQuery('AND and OR cannot be mixed.');
  return { clauses, joined: joints.has('or') ? 'or' : 'and' };
}

export class NotAQuery extends Error {}

function clauseOf([, minus, field = '', key, sign, value = '']: readonly (string | undefined)[]): Clause {
  return {
    field,
    ...(key === undefined ? {} : { key: unquoted(key) }),
    sign: sign as Clause['sign'],
    value: value === 'null' ? null : value.startsWith('"') ? unquoted(value.slice(1, -1)) : Number(value),
    not: minus !== undefined,
  };
}

function unquoted(text: string): string {
  return text.replaceAll(/\\(.)/g, '$1');
}
