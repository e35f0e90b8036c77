import type { ProofResult } from '../../platform/ops/proofs.js';

/** What a proof said, or why it could not be run. */
export type Verdict = ProofResult | { readonly name: string; readonly error: string };

/** As many are shown; all that were found are counted, up to the hundred a proof tells. */
const SHOWN = 5;
const MOST = 100;

/** The command that shows an offender; the fields in braces are taken from it. */
export const COMMAND = (url: string, path: string): string =>
  `curl -H "authorization: Bearer $REVENUE_KEY" ${url.replace(/\/$/, '')}/api/v1${path}`;

export function inWords({ at, ...verdict }: Verdict & { at?: string }): string {
  if ('error' in verdict) return `${verdict.name}: COULD NOT BE RUN\n    ${verdict.error}`;
  const { name, ok, checked, differences } = verdict;
  if (ok) return `${name}: ${checked === 0 ? 'nothing to check' : `holds (${checked} checked)`}`;
  const many = differences.length >= MOST ? `${MOST} or more` : String(differences.length);
  return [
    `${name}: VIOLATED (${many} of ${checked} checked)`,
    ...differences.slice(0, SHOWN).flatMap((one) => shown(one, at)),
  ].join('\n');
}

function shown(difference: unknown, at: string | undefined): string[] {
  const command = at && filled(at, difference as Record<string, unknown>);
  return [`    ${JSON.stringify(difference)}`, ...(command ? [`      ${command}`] : [])];
}

/** Nothing where the offender lacks what the command names. */
function filled(command: string, fields: Record<string, unknown>): string | undefined {
  const text = command.replaceAll(/\{(\w+)\}/g, (whole, field: string) =>
    typeof fields[field] === 'string' ? encodeURIComponent(fields[field]) : whole,
  );
  return /\{\w+\}/.test(text) ? undefined : text;
}
