/** How far earlier tries under a key came, and what they left for the next one. */
export interface RecoveryPoint {
  readonly name: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** The right to do the work of a key, until the lease ends or somebody takes over. */
export interface Claim {
  readonly id: string;
  readonly holder: string;
  readonly point: RecoveryPoint | undefined;
}
