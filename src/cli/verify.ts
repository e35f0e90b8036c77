import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ProofRuns } from '../modules/ledger/index.js';
import { Config } from '../platform/config/config.js';
import { Database } from '../platform/database/database.js';
import { beginLongWork } from '../platform/database/silent-connections.js';
import { Proofs, goesBy, type ProofResult, type Registered } from '../platform/ops/proofs.js';
import { nameOf } from './store.js';
import { asked, USAGE, type Asked } from './verify/asked.js';
import { COMMAND, inWords, type Verdict } from './verify/in-words.js';
import { REPLAYED, replayed } from './verify/replayed.js';

const [HOLDS, VIOLATED, COULD_NOT_RUN] = [0, 1, 2];

/**
 * Runs every proof, or those named, on one instant of the database, and says what each looked at and where each
 * offender is looked at. Without `--since` what they said is kept, so that it can be shown.
 */
export async function verify(app: NestFastifyApplication, args: readonly string[]): Promise<number> {
  await app.init();
  const wanted = asked(args);
  const unknown = wanted && unknownIn(wanted, app.get(Proofs));
  if (!wanted || unknown !== undefined) {
    console.error(unknown === undefined ? USAGE : `No invariant is called ${unknown}.`);
    return COULD_NOT_RUN;
  }
  const verdicts = await verdictsOf(app, wanted);
  if (wanted.record && !wanted.since) {
    const results = verdicts.filter((one): one is ProofResult => 'ok' in one && one.name !== REPLAYED.name);
    await app.get(ProofRuns, { strict: false }).keep(results);
  }
  const told = verdicts.map((one) => ({ ...one, ...lookedAt(one, app) }));
  if (wanted.json) console.log(JSON.stringify(told, null, 2));
  else console.log([`Looked at ${nameOf(app.get(Config))}.`, ...told.map(inWords)].join('\n'));
  return codeOf(verdicts);
}

async function verdictsOf(app: NestFastifyApplication, { only, since, deep }: Asked): Promise<Verdict[]> {
  const database = app.get(Database);
  const chosen = chosenBy(app.get(Proofs), only, deep);
  const verdicts = await database.snapshot(async () => {
    await beginLongWork(database);
    const found: Verdict[] = [];
    for (const proof of chosen)
      found.push(await ended(proof.name, () => database.savepoint(() => proof.run({ since }))));
    return found;
  });
  const again = only ? only.some((id) => goesBy(REPLAYED, id)) : deep;
  return again ? [...verdicts, await ended(REPLAYED.name, () => replayed(app))] : verdicts;
}

function chosenBy(proofs: Proofs, only: readonly string[] | undefined, deep: boolean): readonly Registered[] {
  return proofs.chosen(deep && !only ? proofs.names() : only);
}

/** One that cannot be run says so, and the others are run all the same. */
async function ended(name: string, run: () => Promise<Verdict>): Promise<Verdict> {
  try {
    return await run();
  } catch (error) {
    return { name, error: error instanceof Error ? error.message : String(error) };
  }
}

function lookedAt({ name }: Verdict, app: NestFastifyApplication): { at?: string } {
  const at = app
    .get(Proofs)
    .chosen([name])
    .find((one) => one.name === name)?.at;
  return at === undefined ? {} : { at: COMMAND(app.get(Config).publicUrl, at) };
}

function unknownIn({ only = [] }: Asked, proofs: Proofs): string | undefined {
  return only.find((id) => proofs.chosen([id]).length === 0 && !goesBy(REPLAYED, id));
}

function codeOf(verdicts: readonly Verdict[]): number {
  if (verdicts.some((one) => 'ok' in one && !one.ok)) return VIOLATED;
  return verdicts.some((one) => 'error' in one) ? COULD_NOT_RUN : HOLDS;
}
