import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Proofs, type ProofResult } from '../platform/ops/proofs.js';

/** Runs every proof, or those named by `--only P1,P3`; prints what each looked at and the first differences. */
export async function verify(app: NestFastifyApplication, args: readonly string[]): Promise<number> {
  await app.init();
  const only = args.includes('--only') ? args[args.indexOf('--only') + 1]?.split(',') : undefined;
  const results = await app.get(Proofs).run(only);
  if (args.includes('--json')) console.log(JSON.stringify(results, null, 2));
  else for (const result of results) console.log(inWords(result));
  return results.every(({ ok }) => ok) ? 0 : 1;
}

function inWords({ name, ok, checked, differences }: ProofResult): string {
  const verdict = ok ? (checked === 0 ? 'nothing to check' : `holds (${checked} checked)`) : 'FAILS';
  const shown = ok ? [] : differences.slice(0, 5).map((one) => `    ${JSON.stringify(one)}`);
  return [`${name}: ${verdict}`, ...shown].join('\n');
}
