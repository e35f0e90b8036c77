/** A half-open span of time: its start belongs to it, its end does not. */
export class Period {
  private constructor(
    readonly startsAt: Date,
    readonly endsAt: Date,
  ) {}

  static of(startsAt: Date, endsAt: Date): Period {
    if (endsAt < startsAt) throw new RangeError('A period cannot end before it starts.');
    return new Period(startsAt, endsAt);
  }

  get milliseconds(): number {
    return this.endsAt.getTime() - this.startsAt.getTime();
  }

  includes(instant: Date): boolean {
    return instant >= this.startsAt && instant < this.endsAt;
  }

  /** Whether an instant belongs to both; an empty period overlaps nothing. */
  overlaps(other: Period): boolean {
    const later = this.startsAt > other.startsAt ? this.startsAt : other.startsAt;
    return this.includes(later) && other.includes(later);
  }

  toJSON(): { starts_at: string; ends_at: string } {
    return { starts_at: this.startsAt.toISOString(), ends_at: this.endsAt.toISOString() };
  }
}

export type Interval = 'day' | 'week' | 'month' | 'year';

/** The n-th instant of a calendar that started at the anchor. Months keep the anchor's day: 31 Jan, 28 Feb, 31 Mar. UTC. */
export function step(anchor: Date, interval: Interval, n: number): Date {
  const at = new Date(anchor);
  if (interval === 'day') at.setUTCDate(at.getUTCDate() + n);
  else if (interval === 'week') at.setUTCDate(at.getUTCDate() + 7 * n);
  else stepMonths(at, interval === 'year' ? 12 * n : n);
  return at;
}

function stepMonths(at: Date, months: number): void {
  const day = at.getUTCDate();
  at.setUTCDate(1);
  at.setUTCMonth(at.getUTCMonth() + months);
  const last = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 0)).getUTCDate();
  at.setUTCDate(Math.min(day, last));
}

/** The UTC day an instant falls on: `2026-11-20`. */
export function dayOf(instant: Date): string {
  return instant.toISOString().slice(0, 10);
}

/** The first instant of a UTC day. */
export function startOfDay(day: string): Date {
  return new Date(`${day}T00:00:00.000Z`);
}
