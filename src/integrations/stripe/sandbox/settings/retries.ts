const DAY = 86_400;

/** Declines no repetition of the same card will change. Source: docs.stripe.com/declines/codes, "do not try again". */
const HARD = new Set(['lost_card', 'pickup_card', 'stolen_card', 'revocation_of_authorization', 'account_closed']);

export function isHard(declineCode: string | null | undefined): boolean {
  return HARD.has(declineCode ?? '');
}

/** The next day on the schedule, counted from the first failure; nothing once it is through. Seconds. */
export function nextRetry(days: readonly number[], firstFailure: number, now: number): number | undefined {
  return days.map((day) => firstFailure + day * DAY).find((at) => at > now);
}
