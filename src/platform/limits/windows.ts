/** Where somebody stands in the window at hand. Times in milliseconds from now. */
export interface Standing {
  readonly hits: number;
  readonly endsIn: number;
  readonly blocked: boolean;
}

/** Counts hits in fixed windows. One answer for one hit; two processes that share a store share the count. */
export interface Windows {
  hit(key: string, quota: number, window: number): Promise<Standing>;
}
