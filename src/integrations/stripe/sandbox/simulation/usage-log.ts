import type { Of } from './action.js';

interface Use {
  readonly at: number;
  readonly heard: number;
  readonly units: number;
}

/** What a customer used and when it was said; what is said again counts once. */
export class UsageLog {
  private readonly uses = new Map<string, Use>();

  hear({ at, units, name, ago }: Of<'usage'>): void {
    if (!this.uses.has(name)) this.uses.set(name, { at: at - ago, heard: at, units });
  }

  /** Used in a span, as far as it is known by then. */
  within(start: number, end: number, by: number): number {
    const uses = [...this.uses.values()].filter(({ at, heard }) => at >= start && at < end && heard <= by);
    return uses.reduce((sum, { units }) => sum + units, 0);
  }
}
