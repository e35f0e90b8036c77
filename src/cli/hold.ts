import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { CHANNELS, OutboundHold, type HeldState } from '../platform/ops/outbound-hold.js';

/** `status`, `set`: nothing leaves; `release <channel>`: what waited there goes out. */
export async function hold(
  app: NestFastifyApplication,
  [verb = 'status', channel = 'all']: readonly string[],
): Promise<number> {
  const holds = app.get(OutboundHold);
  const chosen = channel === 'all' && verb !== 'release' ? CHANNELS : CHANNELS.filter((one) => one === channel);
  if (!['status', 'set', 'release'].includes(verb) || chosen.length === 0) {
    console.error(`usage: revenue hold [status | set [${CHANNELS.join('|')}] | release ${CHANNELS.join('|')}]`);
    return 2;
  }
  if (verb === 'set') await holds.hold(chosen, 'cli');
  if (verb === 'release') await holds.release(chosen[0], 'cli');
  console.log((await holds.state()).map(inWords).join('\n'));
  return 0;
}

function inWords({ channel, held, by, since }: HeldState): string {
  const who = by === null ? '' : `, by ${by} since ${new Date(since ?? 0).toISOString()}`;
  return `${channel}: ${held ? 'held' : 'sent'}${who}`;
}
