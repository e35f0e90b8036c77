import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { home } from '../../../../platform/http/built.js';
import { Checker, type Schemas } from './checker.js';

/** The switch is on, and what it needs is only there where the program is developed. */
export class CannotValidate extends Error {
  constructor(why: string) {
    super(
      'SANDBOX_VALIDATE=1 needs the packages for development (ajv, typescript) and tools/stripe-schemas.js: run `npm ci` ' +
        `in a checkout, without leaving out anything, or unset it. ${why}`,
    );
    this.name = 'CannotValidate';
  }
}

/**
 * The checker of tests for a running sandbox. The first one of a version of `stripe` takes some seconds to derive its
 * schemas.
 * @throws CannotValidate where it is not installed
 */
export async function loadChecker(report: (breach: string) => void): Promise<Checker> {
  const tool = pathToFileURL(join(home(import.meta.dirname), 'tools/stripe-schemas.js')).href;
  try {
    const [{ Ajv }, { stripeSchemas }] = await Promise.all([
      import('ajv'),
      import(tool) as Promise<{ stripeSchemas: () => Schemas }>,
    ]);
    return new Checker(Ajv, stripeSchemas(), report);
  } catch (error) {
    if (isAbsence(error)) throw new CannotValidate(error.message.split('\n')[0] ?? '');
    throw error;
  }
}

function isAbsence(error: unknown): error is Error {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND';
}
