/** Done again and again, by the machine's clock: in one process at a time, once in each interval. */
export interface RepeatedJob {
  readonly name: string;
  /** Milliseconds between runs, at least 1 000. */
  readonly every: number;
  run(): Promise<void>;
}

/** Done once for each day of business time, in order of days; a day that was missed is caught up with. May run again after a failure. */
export interface DailyJob {
  readonly name: string;
  /** The time of day (UTC, `HH:MM`) from which the day is due. */
  readonly daily: string;
  /** @param day `2026-11-20` */
  run(day: string): Promise<void>;
}

export type Job = RepeatedJob | DailyJob;

export function isDaily(job: Job): job is DailyJob {
  return 'daily' in job;
}
