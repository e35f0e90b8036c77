import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { derivedId } from '../../../kernel/id.js';
import { Database } from '../../../platform/database/database.js';
import { Outbox } from '../../../platform/events/outbox.js';
import { Break } from './break.entity.js';
import { BreakClosed, BreakNotFound } from './break.errors.js';
import { breakClosed, breakOpened } from './break.events.js';
import type { Comparison, Finding, Layer } from './finding.js';

export interface Told {
  readonly opened: number;
  readonly closed: number;
  readonly repaired: number;
}

export interface Resolution {
  readonly status: 'explained' | 'closed';
  readonly reason: string;
  readonly by: string;
  readonly owner?: string | undefined;
}

/** Differences by name: opened when found, closed when repaired or no longer found, explained by people. */
@Injectable()
export class Breaks {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly outbox: Outbox,
  ) {}

  /** What a layer saw becomes breaks; an explained one stays explained for as long as it is found. In the caller's transaction. */
  async apply(layer: Layer, { findings, looked }: Comparison): Promise<Told> {
    await this.database.hold('billing:breaks');
    const { em } = this.database;
    const standing = await em.find(Break, { layer, status: { $ne: 'closed' } });
    const found = new Set(findings.map(keyOf));
    const over = standing.filter((one) => looked(one.subject) && !found.has(keyOf(one)));
    for (const one of over) await this.close(one, 'equal');

    let opened = 0;
    for (const finding of findings) if (await this.open(layer, finding)) opened += 1;
    await em.flush();
    const repaired = findings.filter((finding) => finding.repaired !== undefined).length;
    return { opened, closed: over.length + repaired, repaired };
  }

  /** @throws BreakNotFound, BreakClosed */
  async resolve(id: string, { status, reason, by, owner }: Resolution): Promise<void> {
    await this.database.transaction(async (em) => {
      await this.database.hold('billing:breaks');
      const found = await em.findOneOrFail(Break, id, { failHandler: () => new BreakNotFound(id) });
      if (found.status === 'closed') throw new BreakClosed(id);
      found.reason = reason;
      found.owner = owner ?? found.owner ?? by;
      if (status === 'closed') await this.close(found, by);
      else found.status = status;
      await em.flush();
    });
  }

  /** @returns whether it is new, or has returned */
  private async open(layer: Layer, { kind, subject, ours, theirs, repaired }: Finding): Promise<boolean> {
    const { em } = this.database;
    const now = this.clock.now();
    const known = await em.findOne(Break, { kind, subject });
    const isNew = known === null || known.status === 'closed';
    const id = known?.id ?? derivedId(now, `break:${kind}:${subject}`);
    const one = known ?? em.create(Break, { id, layer, kind, subject, status: 'open', openedAt: now, seenAt: now });
    Object.assign(one, { ours, theirs, seenAt: now });
    if (isNew) {
      if (known) Object.assign(one, { times: one.times + 1, openedAt: now, closedAt: null, closedBy: null });
      one.status = 'open';
      await this.outbox.record(breakOpened(one, now));
    }
    if (repaired) await this.close(one, repaired);
    return isNew;
  }

  private async close(one: Break, by: string): Promise<void> {
    const now = this.clock.now();
    Object.assign(one, { status: 'closed', closedAt: now, closedBy: by });
    await this.outbox.record(breakClosed(one, by, now));
  }
}

function keyOf({ kind, subject }: { readonly kind: string; readonly subject: string }): string {
  return `${kind} ${subject}`;
}
