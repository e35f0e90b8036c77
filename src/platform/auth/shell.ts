import type { SignedIn } from './signed-in.js';

export interface Banner {
  readonly kind: 'sandbox' | 'test';
  readonly text: string;
}

export type Mode = 'local-sandbox' | 'test' | 'live';

/** What stands around every page behind the sign-in, wherever it is made. */
export interface Shell {
  readonly banner: Banner | undefined;
  readonly mode: Mode;
  readonly initials: string;
  readonly csrf: string;
}

export function shellFor(person: SignedIn, mode: Mode, now: Date): Shell {
  return { banner: bannerFor(mode, now), mode, initials: initialsOf(person.email), csrf: person.csrf };
}

const DAY = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' });

/** What is said on every page when no real money moves. */
export function bannerFor(mode: Mode, now: Date): Banner | undefined {
  if (mode === 'live') return undefined;
  if (mode === 'test') return { kind: 'test', text: 'Test mode: no real money.' };
  return { kind: 'sandbox', text: `Local sandbox: no real money. Its clock shows ${DAY.format(now)}.` };
}

/** Who came by the link of a start has no name yet. */
export function initialsOf(email: string | null): string {
  return (email ?? 'owner').slice(0, 2).toUpperCase();
}
