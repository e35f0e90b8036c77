import { seconds, type Clock } from '../../kernel/clock.js';
import type { Standing, Windows } from './windows.js';

/** How long a store that failed is left alone, so that a slow one costs its time-out once a second and not once a request. */
const REST = seconds(1);

/** Counts in the shared store, and in this process while that one does not answer. Never refuses because of it. */
export class SharedWindows implements Windows {
  private restsUntil = 0;

  constructor(
    private readonly shared: Windows & { readonly ready: boolean },
    private readonly own: Windows,
    private readonly clock: Clock,
    private readonly tell: (degraded: boolean) => void,
  ) {}

  async hit(key: string, quota: number, window: number): Promise<Standing> {
    const now = this.clock.wall().getTime();
    if (!this.shared.ready || this.restsUntil > now) return this.alone(key, quota, window);
    try {
      const standing = await this.shared.hit(key, quota, window);
      this.tell(false);
      return standing;
    } catch {
      this.restsUntil = now + REST;
      return this.alone(key, quota, window);
    }
  }

  private alone(key: string, quota: number, window: number): Promise<Standing> {
    this.tell(true);
    return this.own.hit(key, quota, window);
  }
}
