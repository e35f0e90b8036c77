import { Injectable } from '@nestjs/common';

export interface ProofResult {
  readonly name: string;
  readonly ok: boolean;
  /** Rows looked at; zero is "nothing to check", never a pass to boast of. */
  readonly checked: number;
  readonly expected?: unknown;
  readonly actual?: unknown;
  /** At most 100, with ids. */
  readonly differences: readonly unknown[];
}

export type Proof = () => Promise<Omit<ProofResult, 'name'>>;

/** Statements that must always hold of the rows. Each module registers its own; `revenue verify` runs all. */
@Injectable()
export class Proofs {
  private readonly byName = new Map<string, Proof>();

  /** @param name `P1 every journal sums to zero`: an id and a sentence */
  register(name: string, proof: Proof): void {
    this.byName.set(name, proof);
  }

  names(): readonly string[] {
    return [...this.byName.keys()];
  }

  async run(only?: readonly string[]): Promise<ProofResult[]> {
    const results: ProofResult[] = [];
    for (const [name, proof] of this.byName) {
      if (only && !only.some((id) => name === id || name.startsWith(`${id} `))) continue;
      results.push({ name, ...(await proof()) });
    }
    return results;
  }
}
