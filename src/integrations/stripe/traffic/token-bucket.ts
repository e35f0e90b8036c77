/** Lets so many pass in a second, evenly once a second's worth has gone at once. */
export class TokenBucket {
  private readonly interval: number;
  /** The instant from which the bucket is full again, in milliseconds. */
  private fullAt = 0;

  /** @param perSecond above zero; `Infinity` holds nobody up */
  constructor(private readonly perSecond: number) {
    this.interval = 1000 / perSecond;
  }

  /** Takes a token; those not there yet are taken in advance. @returns how many milliseconds to wait for it */
  take(now: number): number {
    this.fullAt = Math.max(this.fullAt, now) + this.interval;
    const burst = Math.max(1, this.perSecond) * this.interval;
    return this.interval === 0 ? 0 : Math.max(0, this.fullAt - now - burst);
  }
}
