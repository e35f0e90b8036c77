import type { SignedIn } from '../platform/auth/signed-in.js';
import { placesFor, writesIn, type Area, type Place } from './policy.js';

export interface Banner {
  readonly kind: 'sandbox' | 'test';
  readonly text: string;
}

export type Mode = 'local-sandbox' | 'test' | 'live';

/** What stands around every page, in the dashboard and in the back office alike. */
export interface Shell {
  readonly banner: Banner | undefined;
  readonly mode: Mode;
  readonly places: readonly Place[];
  /** Areas in which the person may change something: buttons elsewhere are not drawn. */
  readonly writes: readonly Area[];
  readonly initials: string;
  readonly csrf: string;
}

export function shellFor(person: SignedIn, mode: Mode, now: Date): Shell {
  return {
    banner: bannerFor(mode, now),
    mode,
    places: placesFor(person.roles),
    writes: writesIn(person.roles),
    initials: initialsOf(person.email),
    csrf: person.csrf,
  };
}

const DAY = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeZone: 'UTC' });

/** What is said on every page when no real money moves. */
export function bannerFor(mode: Mode, now: Date): Banner | undefined {
  if (mode === 'live') return undefined;
  if (mode === 'test') return { kind: 'test', text: 'Test mode: no real money.' };
  return { kind: 'sandbox', text: `Local sandbox: no real money. Its clock shows ${DAY.format(now)}.` };
}

export function initialsOf(email: string | null): string {
  return (email ?? 'ow').slice(0, 2).toUpperCase();
}
