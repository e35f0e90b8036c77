import type { Clock } from '../../kernel/clock.js';
import type { Standing, Windows } from './windows.js';

interface Count {
  hits: number;
  readonly endsAt: number;
}

/** How many old counts each hit looks at: more than one, so that the forgotten ones can never pile up. */
const SWEPT = 2;

/** Windows of this process, at constant cost: a hit looks at its own count and at a fixed number of old ones. */
export class MemoryWindows implements Windows {
  private readonly counts = new Map<string, Count>();

  constructor(private readonly clock: Clock) {}

  async hit(key: string, quota: number, window: number): Promise<Standing> {
    const now = this.clock.wall().getTime();
    this.sweep(now);
    const count = this.current(key, now, window);
    count.hits += 1;
    return { hits: count.hits, endsIn: count.endsAt - now, blocked: count.hits > quota };
  }

  get size(): number {
    return this.counts.size;
  }

  private current(key: string, now: number, window: number): Count {
    const known = this.counts.get(key);
    if (known && known.endsAt > now) return known;
    const fresh = { hits: 0, endsAt: now + window };
    this.counts.delete(key);
    this.counts.set(key, fresh);
    return fresh;
  }

  // A Map keeps the order of insertion, so the first ones are the oldest.
  private sweep(now: number): void {
    let left = SWEPT;
    for (const [key, { endsAt }] of this.counts) {
      if (left-- === 0) return;
      if (endsAt <= now) this.counts.delete(key);
    }
  }
}
