import { derivedId } from '../../kernel/id.js';
import { checked, type EntryLine } from './entry-line.js';
import type { Statement } from './statement.js';

/** What the books say of one fact by one rule: its newest revision, and the span over which it was so. */
export interface Standing {
  readonly journalId: string;
  readonly revision: number;
  readonly ruleVersion: number;
  readonly startsAt: Date;
  /** From here on it is no longer so; null while it stands. */
  readonly endsAt: Date | null;
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
    for (const posting of postings) now.set(key, afterIt(posting, now.get(key)));
    return postings;
  });
}

/** A revision that begins where the one before ended goes on with it. */
function afterIt(posting: Posting, before: Standing | undefined): Standing {
  const { id, revision, ruleVersion, effectiveAt, reverses, lines } = posting;
  if (reverses !== null && before) return { ...before, endsAt: effectiveAt };
  const goesOn = before?.endsAt?.getTime() === effectiveAt.getTime();
  return {
    journalId: id,
    revision,
    ruleVersion,
    startsAt: goesOn && before ? before.startsAt : effectiveAt,
    endsAt: null,
    lines,
  };
}

function next(key: string, statement: Statement, standing: Standing | undefined): Posting[] {
  const lines = checked(key, statement.lines);
  if (lines.length === 0)
    return standing && standing.endsAt === null ? [reversal(key, statement, standing, statement.effectiveAt)] : [];

  const endsAt = endOf(statement);
  if (!standing) return endsAt?.getTime() === statement.effectiveAt.getTime() ? [] : spanned(key, statement, lines, 0);
  if (isSame(standing, statement, lines)) return endMoved(key, statement, standing, endsAt);
  const undone = endMoved(key, statement, standing, standing.startsAt);
  const last = undone.at(-1)?.revision ?? standing.revision;
  return [...undone, ...spanned(key, statement, lines, last + 1)];
}

/** Never before the beginning: what ended when it began was never so. */
function endOf({ effectiveAt, endsAt = null }: Statement): Date | null {
  return endsAt && new Date(Math.max(endsAt.getTime(), effectiveAt.getTime()));
}

function spanned(key: string, statement: Statement, lines: readonly EntryLine[], number: number): Posting[] {
  const { effectiveAt, ruleVersion = 1 } = statement;
  const stated = revision(key, statement, { revision: number, effectiveAt, ruleVersion, lines });
  const endsAt = endOf(statement);
  return endsAt === null ? [stated] : [stated, reversal(key, statement, afterIt(stated, undefined), endsAt)];
}

/**
 * The same lines until another instant, or for good. Nothing that was written changes: from the old end on they are said
 * once more, and from the new one on taken back, so that each day adds up to what is now known of it.
 */
function endMoved(key: string, statement: Statement, standing: Standing, endsAt: Date | null): Posting[] {
  if (standing.endsAt?.getTime() === endsAt?.getTime()) return [];
  if (standing.endsAt === null) return endsAt ? [reversal(key, statement, standing, endsAt)] : [];

  const { ruleVersion, lines } = standing;
  const again = { revision: standing.revision + 1, effectiveAt: standing.endsAt, ruleVersion, lines };
  const stated = revision(key, statement, again);
  return endsAt === null ? [stated] : [stated, reversal(key, statement, afterIt(stated, standing), endsAt)];
}

function isSame(
  { startsAt, lines: stood }: Standing,
  { effectiveAt }: Statement,
  lines: readonly EntryLine[],
): boolean {
  return (
    startsAt.getTime() === effectiveAt.getTime() &&
    stood.length === lines.length &&
    fingerprint(stood) === fingerprint(lines)
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

function revision(
  key: string,
  statement: Statement,
  said: Pick<Posting, 'revision' | 'effectiveAt' | 'ruleVersion' | 'lines'>,
): Posting {
  const postingKey = `${key}:r${said.revision}`;
  return { id: derivedId(said.effectiveAt, postingKey), postingKey, statement, reverses: null, ...said };
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
