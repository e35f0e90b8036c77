import { Injectable } from '@nestjs/common';
import { Loops, type Loop } from './platform/jobs/loops.js';

/** Everything that goes on behind the requests. */
@Injectable()
export class Worker {
  constructor(private readonly loops: Loops) {}

  /** Does all there is to do now, and what follows from it, until nothing is left. */
  async drain(): Promise<void> {
    await this.settle(this.loops.of('inward'));
    await this.drainOnce('heard');
    // That an endpoint was disabled is an event too.
    if ((await this.drainOnce('sent')) > 0) await this.drainOnce('heard');
    await this.drainOnce('summed');
  }

  /** Runs every loop until told to stop; answers when all have ended. */
  async run(stop: AbortSignal): Promise<void> {
    await this.loops.run(stop);
  }

  /** In turns, until one after another all of them had nothing to do. */
  private async settle(loops: readonly Loop[]): Promise<void> {
    for (let turn = 0, idle = 0; idle < loops.length; turn += 1) {
      const done = (await loops[turn % loops.length]?.drain()) ?? 0;
      idle = done > 0 ? 0 : idle + 1;
    }
  }

  private async drainOnce(stage: Parameters<Loops['of']>[0]): Promise<number> {
    let done = 0;
    for (const loop of this.loops.of(stage)) done += await loop.drain();
    return done;
  }
}
