/** A moment that was kept. */
export interface Snapshot {
  readonly name: string;
  readonly business_at: string;
  /** How many tables it holds. */
  readonly tables: number;
}
