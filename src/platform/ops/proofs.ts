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

/** What is looked at: everything, or only what came since. A proof of sums looks at everything all the same. */
export interface Scope {
  readonly since?: Date | undefined;
}

export type Proof = (scope: Scope) => Promise<Omit<ProofResult, 'name'>>;

export interface About {
  /** The ids of invariants it is, beside the one it is named by. */
  readonly also?: readonly string[];
  /** Where an offender is looked at, by fields of a difference: `/ledger/journals/{journal_id}`. */
  readonly at?: string;
  /** It reads more than a quarter of an hour allows: run when asked for by its id, or for everything. */
  readonly deep?: boolean;
}

export interface Registered extends About {
  /** `P1 every journal sums to zero`: an id and a sentence. */
  readonly name: string;
  run(scope?: Scope): Promise<ProofResult>;
}

/** Statements that must always hold of the rows. Each module registers its own; `revenue verify` runs all. */
@Injectable()
export class Proofs {
  private readonly byName = new Map<string, Registered>();

  register(name: string, proof: Proof, about: About = {}): void {
    this.byName.set(name, { ...about, name, run: async (scope = {}) => ({ name, ...(await proof(scope)) }) });
  }

  names(): readonly string[] {
    return [...this.byName.keys()];
  }

  /** Those that go by one of these ids; without ids all but the deep ones. */
  chosen(only?: readonly string[]): readonly Registered[] {
    const all = [...this.byName.values()];
    if (!only) return all.filter(({ deep = false }) => !deep);
    return all.filter((proof) => only.some((id) => goesBy(proof, id)));
  }

  async run(only?: readonly string[]): Promise<ProofResult[]> {
    const results: ProofResult[] = [];
    for (const proof of this.chosen(only)) results.push(await proof.run());
    return results;
  }
}

export function goesBy({ name, also = [] }: Pick<Registered, 'name' | 'also'>, id: string): boolean {
  return name === id || name.startsWith(`${id} `) || also.includes(id);
}
