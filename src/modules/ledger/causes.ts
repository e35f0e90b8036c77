import { Injectable } from '@nestjs/common';

/** What told us of a fact: an event of a provider. */
export interface Cause {
  readonly event_id: string;
  readonly type: string;
  readonly received_at: string;
}

export type Explainer = (causeIds: readonly string[]) => Promise<ReadonlyMap<string, Cause>>;

/** Whoever keeps what causes journals explains it: the ledger holds an id and reads nobody's tables. */
@Injectable()
export class Causes {
  private readonly explainers: Explainer[] = [];

  register(explain: Explainer): void {
    this.explainers.push(explain);
  }

  async of(causeId: string | null): Promise<Cause | null> {
    if (causeId === null) return null;
    for (const explain of this.explainers) {
      const cause = (await explain([causeId])).get(causeId);
      if (cause) return cause;
    }
    return null;
  }
}
