import { Injectable } from '@nestjs/common';
import { Loops } from './platform/jobs/loops.js';

/** Everything that goes on behind the requests. */
@Injectable()
export class Worker {
  constructor(private readonly loops: Loops) {}

  /** Does all there is to do now, and what follows from it, until nothing is left. */
  async drain(): Promise<void> {
    while ((await this.drainOnce('inward')) > 0);
    await this.drainOnce('heard');
    // That an endpoint was disabled is an event too.
    if ((await this.drainOnce('sent')) > 0) await this.drainOnce('heard');
    await this.drainOnce('summed');
  }

  /** Runs every loop until told to stop; answers when all have ended. */
  async run(stop: AbortSignal): Promise<void> {
    await this.loops.run(stop);
  }

  private async drainOnce(stage: Parameters<Loops['of']>[0]): Promise<number> {
    let done = 0;
    for (const loop of this.loops.of(stage)) done += await loop.drain();
    return done;
  }
}
