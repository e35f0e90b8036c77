import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DomainError } from '../kernel/domain-error.js';
import { Admins } from '../platform/auth/admins.js';
import { typedLine, type Typed } from './typed-line.js';

const [DONE, COULD_NOT_RUN] = [0, 2];

/** `create <e-mail>`: makes the owner, the first who may sign in where no link is printed. */
export async function admin(
  app: NestFastifyApplication,
  [verb, email = '']: readonly string[],
  input: Typed = process.stdin,
): Promise<number> {
  if (verb !== 'create' || email === '') {
    console.error('usage: revenue admin create <e-mail>   (the password is read from standard input)');
    return COULD_NOT_RUN;
  }
  try {
    await app.get(Admins, { strict: false }).appointOwner(email, await typedLine('Password', input));
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    console.error(error.message);
    return COULD_NOT_RUN;
  }
  console.log(`${email} is the owner and signs in at /admin.`);
  return DONE;
}
