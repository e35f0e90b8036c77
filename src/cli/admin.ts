import { createInterface } from 'node:readline';
import { Writable, type Readable } from 'node:stream';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DomainError } from '../kernel/domain-error.js';
import { Admins } from '../platform/auth/admins.js';

const [DONE, COULD_NOT_RUN] = [0, 2];

/**
 * `create <e-mail>`: makes the owner, the first who may sign in where no link is printed.
 * @param input the password is its first line: an argument would be seen by everybody on the machine
 */
export async function admin(
  app: NestFastifyApplication,
  [verb, email = '']: readonly string[],
  input: Readable & { isTTY?: boolean } = process.stdin,
): Promise<number> {
  if (verb !== 'create' || email === '') {
    console.error('usage: revenue admin create <e-mail>   (the password is read from standard input)');
    return COULD_NOT_RUN;
  }
  try {
    await app.get(Admins, { strict: false }).appointOwner(email, await firstLine(input));
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    console.error(error.message);
    return COULD_NOT_RUN;
  }
  console.log(`${email} is the owner and signs in at /admin.`);
  return DONE;
}

async function firstLine(input: Readable & { isTTY?: boolean }): Promise<string> {
  const terminal = input.isTTY === true;
  if (terminal) process.stderr.write('Password: ');
  // What is typed is shown nowhere.
  const output = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input, output, terminal });
  for await (const line of lines) {
    if (terminal) process.stderr.write('\n');
    return line;
  }
  return '';
}
