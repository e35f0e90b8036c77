import { derivedId } from '../../kernel/id.js';
import { checked, type EntryLine } from './entry-line.js';
import type { Statement } from './statement.js';

/** What the books say of one fact by one rule: its newest revision. */
export interface Standing {
  readonly journalId: string;
  readonly revision: number;
  readonly ruleVersion: number;
  readonly effectiveAt: Date;
  /** Taken back, so nothing stands. */
  readonly withdrawn: boolean;
  readonly lines: readonly EntryLine[];
}

/** A journal to be written. */
export interface Posting {
  readonly id: string;
  readonly postingKey: string;
  readonly statement: Statement;
  readonly ruleVersion: number;
  readonly revision: number;
  readonly effectiveAt: Date;
  readonly reverses: string | null;
  readonly lines: readonly EntryLine[];
}

/** Names the fact and the rule, never the event that told us: `stripe:charge:ch_1:payment.received`. */
export function keyOf({ fact, rule }: Pick<Statement, 'fact' | 'rule'>): string {
  return `${fact.provider}:${fact.kind}:${fact.id}:${rule}`;
}

/**
 * What must be written so that the books say what is stated. Several statements of one fact follow each other in the
 * order given, because a withdrawal takes effect at an instant of its own.
 */
export function plan(statements: readonly Statement[], standing: ReadonlyMap<string, Standing>): Posting[] {
  const now = new Map(standing);
  return statements.flatMap((statement) => {
    const key = keyOf(statement);
    const postings = next(key, statement, now.get(key));
    const last = postings.at(-1);
    if (last) now.set(key, { ...last, journalId: last.reverses ?? last.id, withdrawn: last.reverses !== null });
    return postings;
  });
}

function next(key: string, statement: Statement, standing: Standing | undefined): Posting[] {
  const lines = checked(key, statement.lines);
  const before = standing?.withdrawn ? undefined : standing;
  if (before && lines.length > 0 && isSame(before, statement, lines)) return [];

  const postings: Posting[] = [];
  // A correction undoes the old lines where they stood; a withdrawal happens when it is said to.
  if (before)
    postings.push(reversal(key, statement, before, lines.length > 0 ? before.effectiveAt : statement.effectiveAt));
  if (lines.length > 0) postings.push(revision(key, statement, (standing?.revision ?? -1) + 1, lines));
  return postings;
}

function isSame(before: Standing, { effectiveAt }: Statement, lines: readonly EntryLine[]): boolean {
  return (
    before.effectiveAt.getTime() === effectiveAt.getTime() &&
    before.lines.length === lines.length &&
    fingerprint(before.lines) === fingerprint(lines)
  );
}

/** Equal for equal lines in any order. */
function fingerprint(lines: readonly EntryLine[]): string {
  return lines
    .map(({ account, partyId, matchKey, dim, currency, minor }) =>
      JSON.stringify([account, partyId, matchKey, dim, currency, minor]),
    )
    .toSorted()
    .join();
}

function revision(key: string, statement: Statement, number: number, lines: readonly EntryLine[]): Posting {
  const postingKey = `${key}:r${number}`;
  return {
    id: derivedId(statement.effectiveAt, postingKey),
    postingKey,
    statement,
    ruleVersion: statement.ruleVersion ?? 1,
    revision: number,
    effectiveAt: statement.effectiveAt,
    reverses: null,
    lines,
  };
}

function reversal(key: string, statement: Statement, before: Standing, effectiveAt: Date): Posting {
  const postingKey = `${key}:r${before.revision}:x`;
  return {
    id: derivedId(effectiveAt, postingKey),
    postingKey,
    statement,
    ruleVersion: before.ruleVersion,
    revision: before.revision,
    effectiveAt,
    reverses: before.journalId,
    lines: before.lines.map((line) => ({ ...line, minor: -line.minor })),
  };
}
