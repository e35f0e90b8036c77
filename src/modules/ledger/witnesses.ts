import { Injectable } from '@nestjs/common';

/** Somebody outside the books who can count the same things, so that a missing or double booking shows. */
export interface Witness {
  /** `succeeded charges`: what is counted, in words. */
  readonly name: string;
  readonly provider: string;
  /** The kind of fact and the rule whose standing journals must be as many. */
  readonly kind: string;
  readonly rule: string;
  count(): Promise<{ readonly count: number }>;
}

/** The modules above register what they count; the ledger imports none of them. */
@Injectable()
export class Witnesses {
  private readonly byName = new Map<string, Witness>();

  register(witness: Witness): void {
    this.byName.set(witness.name, witness);
  }

  all(): readonly Witness[] {
    return [...this.byName.values()];
  }
}
