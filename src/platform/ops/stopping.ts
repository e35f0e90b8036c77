import { Injectable } from '@nestjs/common';

/** Whether the process is on its way out. Loops take its signal and end by themselves; readiness answers 503. */
@Injectable()
export class Stopping {
  private readonly controller = new AbortController();

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  get isStopping(): boolean {
    return this.signal.aborted;
  }

  begin(): void {
    this.controller.abort();
  }
}
