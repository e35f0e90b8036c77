import { EventEmitter, once } from 'node:events';
import { Injectable } from '@nestjs/common';

/** What a loop may be waiting for. */
export const TOPICS = ['events', 'inbox', 'intents', 'outbound'] as const;

export type Topic = (typeof TOPICS)[number];

/**
 * Says "look now" to the loops of this process. Only ever a hint: each loop polls as well, so a lost wake-up
 * costs a second and never an event.
 */
@Injectable()
export class WakeUps {
  private readonly emitter = new EventEmitter().setMaxListeners(0);

  wake(topic: Topic): void {
    this.emitter.emit(topic);
  }

  on(topic: Topic, listener: () => void): () => void {
    this.emitter.on(topic, listener);
    return () => this.emitter.off(topic, listener);
  }

  /** Until woken, or until the time is over, or until the signal says stop. */
  async next(topic: Topic, milliseconds: number, signal: AbortSignal): Promise<void> {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(milliseconds)]);
    await once(this.emitter, topic, { signal: limit }).catch(() => undefined);
  }
}
