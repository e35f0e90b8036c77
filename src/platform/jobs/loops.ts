import { setTimeout as pause } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { seconds } from '../../kernel/clock.js';

/**
 * When draining, what arrives is worked off until nothing new follows from it; then what was told is heard; then what
 * is to leave is sent; then sums are brought up to date.
 */
export type Stage = 'inward' | 'heard' | 'sent' | 'summed';

/** Something that goes on behind the requests for as long as the process runs. */
export interface Loop {
  readonly stage: Stage;
  /** Does all that is due now. @returns how much was done; 0 when there was nothing */
  drain(): Promise<number>;
  /** Goes on by itself until told to stop, then finishes what it has begun. */
  run(stop: AbortSignal): Promise<void>;
}

/** The loops of this process. Modules register theirs at start; the worker runs them all. */
@Injectable()
export class Loops {
  private readonly log = new Logger('worker');
  private readonly known: Loop[] = [];

  register(loop: Loop): void {
    this.known.push(loop);
  }

  /** A loop that looks once a second; what fails is logged and tried again at the next look. */
  everySecond(what: string, stage: Stage, drain: () => Promise<number>, look: () => Promise<unknown> = drain): void {
    this.register({ stage, drain, run: (stop) => this.onAndOn(what, stop, look) });
  }

  of(stage: Stage): readonly Loop[] {
    return this.known.filter((loop) => loop.stage === stage);
  }

  async run(stop: AbortSignal): Promise<void> {
    await Promise.all(this.known.map((loop) => loop.run(stop)));
  }

  private async onAndOn(what: string, stop: AbortSignal, look: () => Promise<unknown>): Promise<void> {
    while (!stop.aborted) {
      await look().catch((error: unknown) => this.log.warn({ msg: `${what} failed` }, String(error)));
      await pause(seconds(1), undefined, { signal: stop }).catch(() => undefined);
    }
  }
}
