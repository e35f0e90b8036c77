import { seconds } from '../../../kernel/clock.js';

const FAILURES = 10;
const WITHIN = seconds(30);
const PROBE_EVERY = seconds(10);

/**
 * Stops asking somebody who does not answer: opens after ten failures within half a minute, lets one through every ten
 * seconds to see, closes with the first answer.
 */
export class Breaker {
  private failures: number[] = [];
  private nextProbe: number | undefined;

  get isOpen(): boolean {
    return this.nextProbe !== undefined;
  }

  /** Whether a call may be made now. Open, the one that may is the probe. */
  admits(now: number): boolean {
    if (this.nextProbe === undefined) return true;
    if (now < this.nextProbe) return false;
    this.nextProbe = now + PROBE_EVERY;
    return true;
  }

  answered(): void {
    this.failures = [];
    this.nextProbe = undefined;
  }

  failed(now: number): void {
    this.failures = [...this.failures.filter((at) => at > now - WITHIN), now].slice(-FAILURES);
    if (!this.isOpen && this.failures.length === FAILURES) this.nextProbe = now + PROBE_EVERY;
  }
}
