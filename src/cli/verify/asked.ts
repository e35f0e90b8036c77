import { parseArgs } from 'node:util';

export interface Asked {
  /** Ids of invariants or proofs; all when absent. */
  readonly only: readonly string[] | undefined;
  readonly since: Date | undefined;
  /** Also what reads every body and folds everything once more. */
  readonly deep: boolean;
  readonly json: boolean;
  readonly record: boolean;
}

export const USAGE = 'usage: revenue verify [--only I01,P3] [--since 2026-11-01] [--deep] [--json] [--no-record]';

/** What the command line asks for; nothing when it cannot be understood. */
export function asked(args: readonly string[]): Asked | undefined {
  try {
    const { values } = parseArgs({ args: [...args], options: OPTIONS, strict: true });
    const { only, since, deep, json, 'no-record': silent } = values;
    const from = since === undefined ? undefined : new Date(since);
    if (from && Number.isNaN(from.getTime())) return undefined;
    return { only: only?.split(',').map((id) => id.trim()), since: from, deep, json, record: !silent };
  } catch {
    return undefined;
  }
}

const OPTIONS = {
  only: { type: 'string' },
  since: { type: 'string' },
  deep: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  'no-record': { type: 'boolean', default: false },
} as const;
