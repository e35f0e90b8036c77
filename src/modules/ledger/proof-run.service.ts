import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { Database } from '../../platform/database/database.js';
import { Outbox } from '../../platform/events/outbox.js';
import { Proofs, type ProofResult } from '../../platform/ops/proofs.js';
import { proofTurned } from './ledger.events.js';

/** What a proof said when it was last asked. */
export interface LastResult extends ProofResult {
  readonly ranAt: Date;
}

/** Runs the proofs of all modules and keeps what they said. */
@Injectable()
export class ProofRuns {
  private running: Promise<readonly ProofResult[]> | undefined;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly outbox: Outbox,
    private readonly proofs: Proofs,
  ) {}

  get isRunning(): boolean {
    return this.running !== undefined;
  }

  /** All of them, one after another; whoever asks meanwhile waits for the same run. Outside transactions. */
  async run(): Promise<readonly ProofResult[]> {
    Database.outside('a run of the proofs');
    this.running ??= this.once().finally(() => {
      this.running = undefined;
    });
    return this.running;
  }

  /** Sets off a run that nobody waits for, unless one is under way. */
  start(failed: (error: unknown) => void): void {
    if (!this.isRunning) Database.detached(() => void this.run().catch(failed));
  }

  async last(): Promise<LastResult[]> {
    const rows = await this.database.query<{ result: ProofResult; ran_at: string }>(LAST);
    return rows.map(({ result, ran_at }) => ({ ...result, ranAt: new Date(ran_at) }));
  }

  /** @throws after what the others said is kept, when one could not be run: it takes no other with it */
  private async once(): Promise<readonly ProofResult[]> {
    const results: ProofResult[] = [];
    const faults: Error[] = [];
    for (const proof of this.proofs.chosen()) {
      try {
        results.push(await proof.run());
      } catch (cause) {
        faults.push(new Error(`${proof.name} could not be run.`, { cause }));
      }
    }
    await this.keep(results);
    if (faults.length > 0) throw new AggregateError(faults, faults.map(({ message }) => message).join(' '));
    return results;
  }

  /** Also those of a run made elsewhere, of all or some of the proofs; what was not asked keeps what it said. */
  async keep(results: readonly ProofResult[]): Promise<void> {
    await this.database.transaction(async () => {
      await this.database.hold('ledger:proof-runs');
      const held = new Map((await this.last()).map(({ name, ok }) => [name, ok]));
      const turned = results.filter(({ name, ok }) => ok !== (held.get(name) ?? true));
      await this.database.query(KEEP, [JSON.stringify(results), this.clock.wall(), this.proofs.names()]);
      await this.outbox.record(...turned.map(proofTurned));
    });
  }
}

const LAST = `select result, ran_at from ledger_proof_run order by proof collate "C"`;

// A proof that is no longer registered has nothing to say any more.
const KEEP = `
  with results as (
    select value ->> 'name' as proof, (value ->> 'ok')::boolean as ok, (value ->> 'checked')::bigint as checked, value as result
      from jsonb_array_elements($1::jsonb)
  ), gone as (delete from ledger_proof_run where proof <> all($3::text[]))
  insert into ledger_proof_run (proof, ok, checked, result, ran_at)
  select proof, ok, checked, result, $2::timestamptz from results
  on conflict (proof) do update
    set ok = excluded.ok, checked = excluded.checked, result = excluded.result, ran_at = excluded.ran_at`;
