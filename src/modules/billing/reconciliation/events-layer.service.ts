import { Injectable, Logger } from '@nestjs/common';
import { StripeClient, normalise } from '../../../integrations/stripe/index.js';
import { Database } from '../../../platform/database/database.js';
import { Folds, Inbox, keyOf, type ProviderEvent } from '../../webhooks/index.js';
import type { Comparison, Finding, Window } from './finding.js';
import { createdIn, inPages } from './pages.js';

/** The provider's list of events against the inbox: what never arrived is put in, as `backfill`. */
@Injectable()
export class EventsLayer {
  private readonly log = new Logger('reconciliation');

  constructor(
    private readonly stripe: StripeClient,
    private readonly database: Database,
    private readonly inbox: Inbox,
    private readonly folds: Folds,
  ) {}

  async compare(window: Window, compared: (theirs: number) => Promise<void>): Promise<Comparison> {
    const findings: Finding[] = [];
    const seen = new Set<string>();
    for await (const page of inPages(this.stripe.sdk.events.list(createdIn(window)))) {
      const events = page
        .map((event) => normalise(event) as unknown as ProviderEvent)
        .filter((one) => this.isOurs(one));
      for (const { id } of events) seen.add(`event:${id}`);
      findings.push(...(await this.backfill(events)));
      await compared(seen.size);
    }
    const sum = { theirs: { count: seen.size, minor: 0 }, ours: { count: seen.size - findings.length, minor: 0 } };
    return {
      theirs: seen.size,
      ours: seen.size - findings.length,
      findings,
      sums: [{ of: 'event', currency: '', ...sum }],
      looked: (subject) => seen.has(subject),
    };
  }

  private async backfill(events: readonly ProviderEvent[]): Promise<Finding[]> {
    const unknown = await this.inbox.unknown(events.map(({ id }) => id));
    // Oldest first, as they would have come.
    const missing = events.filter(({ id }) => unknown.has(id)).toReversed();
    if (missing.length > 0) {
      const recordings = missing.map((body) => ({ source: 'backfill' as const, externalId: body.id, body }));
      await this.database.transaction(() => this.inbox.record(recordings));
      await this.fold([...new Set(missing.flatMap(({ data }) => keyOf(data.object) ?? []))]);
    }
    return missing.map(({ id, type, created, data }) => ({
      kind: 'missing_local',
      subject: `event:${id}`,
      ours: null,
      theirs: { type, created, object: data.object.id ?? data.object.object },
      repaired: 'backfill',
    }));
  }

  /** At once, so that what is compared next has them; what cannot be folded yet is tried again like any event. */
  private async fold(keys: readonly string[]): Promise<void> {
    const folding = this.database.transaction(async () => {
      await this.database.hold(...keys);
      await this.inbox.foldNow(keys);
    });
    await folding.catch((error: unknown) => this.log.warn({ msg: 'a backfill waits to be folded' }, String(error)));
  }

  /** Others are kept when they come, and nothing follows from them. */
  private isOurs({ data }: ProviderEvent): boolean {
    return this.folds.of(keyOf(data.object) ?? '') !== undefined;
  }
}
