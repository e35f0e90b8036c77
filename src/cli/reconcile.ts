import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { LAYERS, Reconciliation, type Layer, type ReconciliationRun } from '../modules/billing/index.js';

/** `sync`: the provider's events and objects against ours, now. Exit code 1 when a difference stays open. */
export function sync(app: NestFastifyApplication, args: readonly string[]): Promise<number> {
  return compare(app, ['events', 'objects'], args);
}

/** `reconcile [--layer money,payouts] [--json]`: all layers, or those named; `--json` prints the proofs. Exit code 2 when one could not be compared. */
export async function reconcile(app: NestFastifyApplication, args: readonly string[]): Promise<number> {
  const named = args.includes('--layer') ? (args[args.indexOf('--layer') + 1] ?? '').split(',') : LAYERS;
  const layers = LAYERS.filter((layer) => named.includes(layer));
  if (layers.length === 0 || layers.length < named.length) {
    console.error(`usage: revenue reconcile [--layer ${LAYERS.join(',')}] [--json]`);
    return 2;
  }
  return compare(app, layers, args);
}

async function compare(
  app: NestFastifyApplication,
  layers: readonly Layer[],
  args: readonly string[],
): Promise<number> {
  await app.init();
  const runs: ReconciliationRun[] = [];
  const failed: Layer[] = [];
  const reconciliation = app.get(Reconciliation, { strict: false });
  for (const layer of layers) {
    await reconciliation.run(layer).then(
      (run) => runs.push(run),
      (error: unknown) => {
        console.error(`${layer}: could not be compared (${String(error)})`);
        failed.push(layer);
      },
    );
  }
  if (args.includes('--json'))
    console.log(
      JSON.stringify(
        runs.map(({ proof, hash }) => ({ ...proof, hash })),
        null,
        2,
      ),
    );
  else for (const run of runs) console.log(inWords(run));
  if (failed.length > 0) return 2;
  return runs.some(standing) ? 1 : 0;
}

function standing({ proof }: ReconciliationRun): boolean {
  return proof.findings.some(({ repaired }) => repaired === undefined);
}

function inWords({ layer, theirs, ours, repaired, proof, hash }: ReconciliationRun): string {
  const left = proof.findings.filter((one) => one.repaired === undefined);
  const verdict = left.length === 0 ? 'agrees' : `${left.length} DIFFER`;
  const shown = left.slice(0, 5).map(({ kind, subject }) => `    ${kind} ${subject}`);
  return [`${layer}: ${verdict} (${theirs} theirs, ${ours} ours, ${repaired} put in) ${hash}`, ...shown].join('\n');
}
