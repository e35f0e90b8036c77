/** What can be made to go wrong on the way of an event. */
export const DELIVERY_FAULTS = ['duplicate', 'reorder', 'drop', 'bad_signature', 'stale', 'future'] as const;

/** What can be made to go wrong with a call. */
export const CALL_FAULTS = ['rate_limit', 'lock_timeout', 'error_before', 'error_after', 'cut_after'] as const;

export type Fault = (typeof DELIVERY_FAULTS)[number] | (typeof CALL_FAULTS)[number];

/** Faults on request: each is used up by the next deliveries or calls. They live in this process only. */
export class Faults {
  private readonly left = new Map<Fault, number>();

  order(fault: Fault, times: number): void {
    this.left.set(fault, times);
  }

  take(fault: Fault): boolean {
    const left = this.left.get(fault) ?? 0;
    if (left === 0) return false;
    this.left.set(fault, left - 1);
    return true;
  }

  get ordered(): Record<string, number> {
    return Object.fromEntries([...this.left].filter(([, left]) => left > 0));
  }
}
