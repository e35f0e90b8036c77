import { Injectable } from '@nestjs/common';

/** A domain event as consumers read it. */
export interface HeardEvent<Data = Record<string, unknown>> {
  readonly id: string;
  /** Place in commit order, `tx:seq`: opaque, comparable only for equality. */
  readonly cursor: string;
  readonly type: string;
  readonly subject: string;
  readonly sequence: number;
  readonly occurredAt: Date;
  readonly recordedAt: Date;
  readonly cause: string | null;
  readonly correlationId: string;
  readonly data: Data;
}

export interface Consumer {
  /** Its cursor's name; renaming it replays everything. */
  readonly name: string;
  readonly types: readonly string[];
  /** Rebuilt by setting its cursor to zero: it touches nothing but its own tables. */
  readonly projection: boolean;
  /** Runs in a transaction with the move of the cursor. May see an event again, so it is idempotent. */
  hear(events: readonly HeardEvent[]): Promise<void>;
}

/** Who hears what. Modules register at start; the reader (one a process) delivers. */
@Injectable()
export class Consumers {
  private readonly byName = new Map<string, Consumer>();

  register(consumer: Consumer): void {
    if (this.byName.has(consumer.name)) throw new Error(`Two consumers are called ${consumer.name}.`);
    this.byName.set(consumer.name, consumer);
  }

  all(): readonly Consumer[] {
    return [...this.byName.values()];
  }
}
