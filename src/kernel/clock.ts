/** The only door to time. Tests hold `now()` still, the sandbox moves it; `wall()` is the machine's. Nothing else calls `new Date()`. */
export abstract class Clock {
  /** Business time: what invoices, periods and reports are dated by. */
  abstract now(): Date;

  /** The machine's time: signatures, leases, limits. */
  abstract wall(): Date;
}

export class SystemClock extends Clock {
  /** @param skew milliseconds by which the clock is wrong: machines' clocks are, and tests make them so */
  constructor(private readonly skew = 0) {
    super();
  }

  now(): Date {
    return this.wall();
  }

  wall(): Date {
    return new Date(Date.now() + this.skew);
  }
}

/** Business time that only moves when told to; the machine's time stays real unless it is given. */
export class FrozenClock extends Clock {
  private at: Date;

  constructor(
    at: Date,
    private readonly machine: () => Date = () => new Date(),
  ) {
    super();
    this.at = new Date(at);
  }

  now(): Date {
    return new Date(this.at);
  }

  wall(): Date {
    return this.machine();
  }

  set(at: Date): void {
    this.at = new Date(at);
  }

  advance(milliseconds: number): void {
    this.at = new Date(this.at.getTime() + milliseconds);
  }
}

export const seconds = (n: number): number => n * 1000;
export const minutes = (n: number): number => seconds(60 * n);
export const hours = (n: number): number => minutes(60 * n);
export const days = (n: number): number => hours(24 * n);
