import { derivedId, isId } from '../../../kernel/id.js';

/** Provider objects as they stand in the inbox: JSON, decimals as text, references as ids or expanded. */
export type Reference = string | { readonly id: string } | null | undefined;

export interface StripeObject {
  readonly id: string;
  readonly object: string;
  readonly created: number;
  readonly livemode: boolean;
  readonly metadata?: Readonly<Record<string, string>> | null;
}

export function idOf(reference: Reference): string | null {
  if (typeof reference === 'string') return reference;
  return reference?.id ?? null;
}

/** Stripe's seconds as an instant. */
export function instant(seconds: number): Date {
  return new Date(seconds * 1000);
}

export function instantOrNull(seconds: number | null | undefined): Date | null {
  return typeof seconds === 'number' ? instant(seconds) : null;
}

/**
 * What we made at the provider carries our id; everything else gets one that a replay makes again.
 * @param borrowers those whose id another has: they are everything else
 */
export function ourId(
  object: {
    readonly id: string;
    readonly created: number;
    readonly metadata?: Readonly<Record<string, string>> | null;
  },
  borrowers: ReadonlySet<string> = new Set(),
): string {
  const given = object.metadata?.['re_id'];
  return given && isId(given) && !borrowers.has(object.id) ? given : derivedId(instant(object.created), object.id);
}

/** Made in the provider's own dashboard, or by somebody else's program: what we make bears our id. */
export function isForeign({ metadata }: { readonly metadata?: Readonly<Record<string, string>> | null }): boolean {
  return metadata?.['re_id'] === undefined;
}

/** One correlation id for everything that hangs on one provider object: a payment with its charges and refunds, an invoice. */
export function storyOf(providerId: string): string {
  return derivedId(new Date(0), providerId);
}
