import * as read from './readers.js';
import { variable } from './variable.js';

/** Where Stripe is not Stripe. */
export const sandboxVariables = {
  allowSandbox: variable({
    name: 'REVENUE_ALLOW_SANDBOX',
    initial: 'false',
    example: 'true',
    reader: read.flag,
    meaning: 'Let the local sandbox stand in for Stripe in production',
  }),
  sandboxValidate: variable({
    name: 'SANDBOX_VALIDATE',
    initial: 'false',
    example: 'true',
    reader: read.flag,
    meaning:
      'Hold what the local sandbox says and takes against the declarations of the `stripe` package; for development, refused in production',
  }),
} as const;
