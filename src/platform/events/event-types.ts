import { Injectable } from '@nestjs/common';
import type { DomainEvent } from '../../kernel/domain-event.js';
import { anObject, type EventSchema } from './event-schema.js';

/** An event as its module describes it to those who will hear it. */
export interface EventType {
  readonly type: string;
  readonly version: number;
  /** When it is told, in a sentence. */
  readonly meaning: string;
  /** Of `data`. */
  readonly schema: EventSchema;
  readonly example: object;
}

interface Description<Event extends DomainEvent> {
  readonly meaning: string;
  /** Every member of its data; the compiler finds one that is missing or gone. */
  readonly data: { readonly [Member in keyof Event['data']]-?: EventSchema };
  readonly example: Event['data'];
}

/** @param type the name under which the event is recorded */
export function eventType<Event extends DomainEvent>(
  type: Event['type'],
  { meaning, data, example }: Description<Event>,
): EventType {
  return { type, version: 1, meaning, schema: anObject(data), example };
}

/** The catalogue of what the modules tell. Each registers its own at start; a recorded event that is not in it is a defect. */
@Injectable()
export class EventTypes {
  private readonly byName = new Map<string, EventType>();

  register(...types: readonly EventType[]): void {
    for (const one of types) {
      if (this.byName.has(one.type)) throw new Error(`Two events are called ${one.type}.`);
      this.byName.set(one.type, one);
    }
  }

  all(): readonly EventType[] {
    return [...this.byName.values()].toSorted((a, b) => (a.type < b.type ? -1 : 1));
  }
}
