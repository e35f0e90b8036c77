import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Clock } from '../kernel/clock.js';
import { DomainError } from '../kernel/domain-error.js';
import { InboundSecrets, type SecretSpan } from '../modules/webhooks/index.js';
import { typedLine, type Typed } from './typed-line.js';

const [DONE, COULD_NOT_RUN] = [0, 2];
const USAGE = `usage: revenue secrets [list | add <label> | end <label> [<instant>]]   (a secret is read from standard input)`;

/**
 * The secrets Stripe signs its webhooks with, beside those of the configuration. To roll one without losing an event:
 * `add` the new one, roll it at Stripe, `end` the old one. The secret itself is shown nowhere.
 */
export async function secrets(
  app: NestFastifyApplication,
  [verb = 'list', label = '', at]: readonly string[],
  input: Typed = process.stdin,
): Promise<number> {
  const known = app.get(InboundSecrets, { strict: false });
  const now = app.get(Clock).wall();
  const until = at === undefined ? now : new Date(at);
  const isUsable = verb === 'list' || (['add', 'end'].includes(verb) && label !== '');
  if (!isUsable || Number.isNaN(until.getTime())) {
    console.error(USAGE);
    return COULD_NOT_RUN;
  }
  try {
    if (verb === 'add')
      await known.add('stripe', { label, secret: await typedLine('Signing secret', input) }, now, null);
    if (verb === 'end') await known.end('stripe', label, until);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    console.error(error.message);
    return COULD_NOT_RUN;
  }
  const spans = await known.spans('stripe');
  console.log(spans.map(inWords).join('\n') || 'None but those of the configuration.');
  return DONE;
}

function inWords({ label, starts_at: from, ends_at: until }: SecretSpan): string {
  const end = until === null ? '' : `, until ${new Date(until).toISOString()}`;
  return `${label}: since ${new Date(from).toISOString()}${end}`;
}
