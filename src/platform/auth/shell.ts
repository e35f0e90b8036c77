import type { Channel } from '../ops/outbound-hold.js';
import type { SignedIn } from './signed-in.js';

export interface Banner {
  readonly kind: 'sandbox' | 'test' | 'held';
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

/** How the installation stands: whose money it is, by which day it goes, and what is kept from leaving. */
export interface Standing {
  readonly mode: Mode;
  readonly now: Date;
  readonly held: readonly Channel[];
}

export function shellFor(person: SignedIn, standing: Standing): Shell {
  const { mode } = standing;
  return { banner: bannerFor(standing), mode, initials: initialsOf(person.email), csrf: person.csrf };
}

const DAY = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' });

const HELD = { webhooks: 'no webhook is sent to an endpoint', provider: 'nothing is changed at the payment provider' };

/** What is said on every page when no real money moves, or when something is kept from leaving. */
export function bannerFor({ mode, now, held }: Standing): Banner | undefined {
  const money = moneyIn(mode, now);
  if (held.length === 0) return money;
  const words = `On hold: ${held.map((channel) => HELD[channel]).join(', and ')} until it is released.`;
  return { kind: 'held', text: [words, ...(money ? [money.text] : [])].join(' ') };
}

function moneyIn(mode: Mode, now: Date): Banner | undefined {
  if (mode === 'live') return undefined;
  if (mode === 'test') return { kind: 'test', text: 'Test mode: no real money.' };
  return { kind: 'sandbox', text: `Local sandbox: no real money. Its clock shows ${DAY.format(now)}.` };
}

/** Who came by the link of a start has no name yet. */
export function initialsOf(email: string | null): string {
  return (email ?? 'owner').slice(0, 2).toUpperCase();
}
