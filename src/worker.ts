import { setTimeout as pause } from 'node:timers/promises';
import { Injectable, Logger, type Type } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { Sandbox } from './integrations/stripe/index.js';
import { seconds } from './kernel/clock.js';
import { BillingLoop } from './modules/billing/index.js';
import { RollUp } from './modules/ledger/index.js';
import { InboxLoops, InboxWorker } from './modules/webhooks/index.js';
import { EventLoop } from './platform/events/event-loop.js';
import { EventReader } from './platform/events/event-reader.js';

const TICK = seconds(1);
/** No writing transaction should take longer. */
const PATIENCE = seconds(5);

/** Everything that goes on behind the requests: the sandbox's deliveries, folds, provider calls, listeners, roll-ups. */
@Injectable()
export class Worker {
  private readonly log = new Logger('worker');

  constructor(private readonly module: ModuleRef) {}

  /** Does all there is to do now, and what follows from it, until nothing is left. */
  async drain(): Promise<void> {
    const steps = [
      () => this.sandbox?.deliver() ?? 0,
      () => this.get(InboxWorker).drain(),
      () => this.get(BillingLoop).drain(),
    ];
    for (let done = 1; done > 0;) {
      done = 0;
      for (const step of steps) done += await step();
    }
    await this.readAll();
    await this.get(RollUp).catchUp();
  }

  /** What a transaction still running anywhere on the server holds above the horizon is waited for, within reason. */
  private async readAll(): Promise<void> {
    const reader = this.get(EventReader);
    const patience = AbortSignal.timeout(PATIENCE);
    await reader.drain();
    while (!patience.aborted && (await reader.isBehind())) {
      await pause(20);
      await reader.drain();
    }
  }

  /** Runs every loop until told to stop; answers when all have ended. */
  async run(stop: AbortSignal): Promise<void> {
    await Promise.all([
      this.get(InboxLoops).run(stop),
      this.get(BillingLoop).run(stop),
      this.get(EventLoop).run(stop),
      this.each('the roll-up', stop, () => this.get(RollUp).catchUp()),
      this.each('the sandbox', stop, async () => this.sandbox?.tick()),
    ]);
  }

  private async each(what: string, stop: AbortSignal, work: () => Promise<unknown>): Promise<void> {
    while (!stop.aborted) {
      await work().catch((error: unknown) => this.log.warn({ msg: `${what} failed` }, String(error)));
      await pause(TICK, undefined, { signal: stop }).catch(() => undefined);
    }
  }

  private get sandbox(): Sandbox | null {
    return this.module.get<Sandbox | null>(Sandbox, { strict: false });
  }

  private get<T>(type: Type<T>): T {
    return this.module.get<T>(type, { strict: false });
  }
}
