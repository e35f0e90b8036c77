import type { Claim, FoldOutcome, InboxEvent } from '../fold.js';
import type { FailedRefold, TakenRefold } from './refold.queries.js';
import { classify } from './retry-schedule.js';
import { failed, folded, wordsOf, type Settlement } from './settlement.js';

/** An event with the tries made of it. */
export interface DueEvent extends InboxEvent {
  readonly attempts: number;
}

export interface DueClaim extends Claim {
  readonly pending: readonly DueEvent[];
  readonly mark: TakenRefold | undefined;
}

export interface Failure {
  /** None where an object was folded again without one. */
  readonly event: Omit<DueEvent, 'body'> | undefined;
  readonly objectKey: string;
  readonly error: unknown;
}

/** What a fold that crosses another transaction does: it ends its own, to be begun anew, or it fails like any other. */
export type Crossing = 'ends' | 'fails';

/** What folding some claims has come to so far. */
export class FoldRun {
  readonly settlements: Settlement[] = [];
  readonly putBack: FailedRefold[] = [];
  readonly failures: Failure[] = [];
  total = 0;

  constructor(readonly crossing: Crossing) {}

  /** Whether nothing more can come of the transaction at hand. */
  endsBy(error: unknown): boolean {
    const kind = classify(error);
    return kind === 'lost' || (kind === 'again' && this.crossing === 'ends');
  }

  took(claims: readonly DueClaim[], outcomes: ReadonlyMap<string, FoldOutcome>): void {
    for (const { objectKey, pending } of claims) {
      const outcome = outcomes.get(objectKey) as FoldOutcome;
      this.add(pending.map((event) => folded(event, outcome)));
    }
  }

  failed(claim: DueClaim, error: unknown): void {
    this.add(claim.pending.map((event) => failed(event, error, Math.random())));
    this.failures.push({ event: claim.pending[0], objectKey: claim.objectKey, error });
    if (claim.mark) this.putBack.push({ ...claim.mark, error: wordsOf(error) });
  }

  /** Takes over what is already written. */
  absorb(other: FoldRun): void {
    this.failures.push(...other.failures);
    this.putBack.push(...other.putBack);
    this.total += other.total;
  }

  private add(settlements: readonly Settlement[]): void {
    this.settlements.push(...settlements);
    this.total += settlements.length;
  }
}
