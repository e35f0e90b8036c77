import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { Clock, seconds } from '../../kernel/clock.js';
import { Database } from '../../platform/database/database.js';
import { Proofs, type ProofResult } from '../../platform/ops/proofs.js';
import type { Books } from './screen.js';

/** A result is looked at again after a minute, or after twenty times what the run took: looking must not become the load. */
const FRESH = seconds(60);
const REST = 20;

/** The light of the books: what all registered proofs said last. Looking at it never waits for a proof. */
@Injectable()
export class Light implements OnModuleDestroy {
  private readonly log = new Logger('proofs');
  private results: readonly ProofResult[] = [];
  private checkedAt: Date | undefined;
  private took = 0;
  private running: Promise<readonly ProofResult[]> | undefined;
  private readonly failingSince = new Map<string, Date>();

  constructor(
    private readonly proofs: Proofs,
    private readonly clock: Clock,
  ) {}

  /** What the proofs said last; starts a new run beside it when that is old. */
  look(): Books {
    if (this.isOld && !this.running) {
      Database.detached(() => this.run()).catch((error: unknown) =>
        this.log.error(`The proofs could not be run: ${String(error)}`),
      );
    }
    return this.books();
  }

  /** Runs every proof now; a run that is under way is shared. */
  run(): Promise<readonly ProofResult[]> {
    this.running ??= this.runAll().finally(() => (this.running = undefined));
    return this.running;
  }

  last(): readonly ProofResult[] {
    return this.results;
  }

  async onModuleDestroy(): Promise<void> {
    await this.running?.catch(() => undefined);
  }

  private async runAll(): Promise<readonly ProofResult[]> {
    const began = performance.now();
    const results = await this.proofs.run();
    this.took = performance.now() - began;
    this.checkedAt = this.clock.wall();
    for (const { name, ok } of results) {
      if (ok) this.failingSince.delete(name);
      else if (!this.failingSince.has(name)) this.failingSince.set(name, this.checkedAt);
    }
    this.results = results;
    return results;
  }

  private get isOld(): boolean {
    const age = this.clock.wall().getTime() - (this.checkedAt?.getTime() ?? -Infinity);
    return age > Math.max(FRESH, REST * this.took);
  }

  private books(): Books {
    const failing = [...this.failingSince].map(([name, since]) => ({ name, since: since.toISOString() }));
    const light = lightOf(this.results);
    return {
      light,
      sentence: sentenceOf(this.results, light),
      checked_at: this.checkedAt?.toISOString() ?? null,
      failing,
    };
  }
}

/** Green says everything agrees; amber, that something was still under way or nothing was checked; red, that something is wrong. */
function lightOf(results: readonly ProofResult[]): Books['light'] {
  if (results.some(({ ok }) => !ok)) return 'red';
  return results.length === 0 || results.some(({ differences }) => differences.length > 0) ? 'amber' : 'green';
}

function sentenceOf(results: readonly ProofResult[], light: Books['light']): string {
  const failing = results.filter(({ ok }) => !ok).map(({ name }) => name);
  if (light === 'red') return `The books do not agree: ${failing.join('; ')}.`;
  if (results.length === 0) return 'The books have not been checked yet.';
  return light === 'amber'
    ? 'Some events were still being read when the books were checked.'
    : `All ${results.length} proofs agree.`;
}
