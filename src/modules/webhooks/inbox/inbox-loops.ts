import { setTimeout as pause } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { seconds } from '../../../kernel/clock.js';
import { Config } from '../../../platform/config/config.js';
import type { Loop } from '../../../platform/jobs/loops.js';
import { WakeUps } from '../../../platform/events/wake-ups.js';
import { InboxWorker } from './inbox-worker.js';
import { RangeReplays } from './range-replays.js';
import { Sweep } from './sweep.js';

const POLL = seconds(1);
const SWEEP = seconds(10);
/** So many live rounds for one of the backlog: it never starves them, and they never starve it. */
const LIVE_ROUNDS = 4;

/** The loops that fold in this process: woken when something arrives, looking by themselves each second. */
@Injectable()
export class InboxLoops implements Loop {
  readonly stage = 'inward';
  private readonly log = new Logger('inbox');

  constructor(
    private readonly worker: InboxWorker,
    private readonly sweep: Sweep,
    private readonly replays: RangeReplays,
    private readonly wakeUps: WakeUps,
    private readonly config: Config,
  ) {}

  async drain(): Promise<number> {
    return (await this.replays.goOn()) + (await this.worker.drain());
  }

  /** Until told to stop: then nothing new is claimed, and what is being folded is finished. */
  async run(stop: AbortSignal): Promise<void> {
    // An embedded store has one connection: a second loop would only wait for the first.
    const loops = this.config.databaseUrl === undefined ? 1 : this.config.workerConcurrency;
    await Promise.all([
      ...Array.from({ length: loops }, () => this.fold(stop)),
      this.sweepOnAndOn(stop),
      this.replayOnAndOn(stop),
    ]);
  }

  private async fold(stop: AbortSignal): Promise<void> {
    for (let round = 1; !stop.aborted; round += 1) {
      const found = await this.safely(() => this.turn(round % (LIVE_ROUNDS + 1) === 0));
      if (found === 'idle') await this.wakeUps.next('inbox', POLL, stop);
      else if (found === 'busy') await pause(25);
    }
  }

  private async turn(backlogFirst: boolean): Promise<'folded' | 'idle' | 'busy'> {
    const lanes = backlogFirst ? ([1, 0] as const) : ([0, 1] as const);
    const first = await this.worker.round(lanes[0]);
    return first.kind === 'idle' ? (await this.worker.round(lanes[1])).kind : first.kind;
  }

  private async sweepOnAndOn(stop: AbortSignal): Promise<void> {
    while (!stop.aborted) {
      await pause(SWEEP, undefined, { signal: stop }).catch(() => undefined);
      if (!stop.aborted) await this.safely(() => this.sweepOnce());
    }
  }

  /** Piece by piece: the next is made due when most of the one before it is folded. */
  private async replayOnAndOn(stop: AbortSignal): Promise<void> {
    while (!stop.aborted) {
      const count = await this.safely(() => this.replays.goOn());
      if (count === 0 || count === 'idle') await pause(POLL, undefined, { signal: stop }).catch(() => undefined);
    }
  }

  private async sweepOnce(): Promise<'idle'> {
    if ((await this.sweep.waiting()) > 0) this.wakeUps.wake('inbox');
    await this.sweep.standing();
    return 'idle';
  }

  /** A store that is away is waited for, not crashed over. */
  private async safely<T>(work: () => Promise<T>): Promise<T | 'idle'> {
    try {
      return await work();
    } catch (error) {
      this.log.error({ msg: 'folding failed' }, String(error));
      return 'idle';
    }
  }
}
