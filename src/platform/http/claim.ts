/** The right to do the work of a key, until the lease ends or somebody takes over. */
export interface Claim {
  readonly id: string;
  readonly holder: string;
}
