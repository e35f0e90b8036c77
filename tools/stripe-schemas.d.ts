import type { Schemas } from '../src/integrations/stripe/sandbox/validation/checker.js';

/** What the declarations of the installed `stripe` package say of its objects and routes. */
export function stripeSchemas(): Schemas;
