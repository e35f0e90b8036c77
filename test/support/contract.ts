import { Ajv } from 'ajv';
import { Checker } from '../../src/integrations/stripe/sandbox/validation/checker.js';
import { stripeSchemas } from '../../tools/stripe-schemas.js';

let checker: Checker | undefined;

/** Holds whatever the sandbox says and takes in tests against the schemas of the installed package. */
export function contract(): Checker {
  checker ??= new Checker(Ajv, stripeSchemas());
  return checker;
}
