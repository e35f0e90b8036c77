import type { Stripe } from 'stripe';
import type { Sandbox } from '../../../src/integrations/stripe/sandbox/sandbox.js';

/** Who is asked, through the real client. */
export interface Asked {
  readonly stripe: Stripe;
  readonly sandbox: Sandbox;
}

export const idsOf = ({ data }: { data: readonly { id: string }[] }): string[] => data.map(({ id }) => id);
