import { isUUID } from 'class-validator';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ApiKeys } from '../platform/auth/api-keys.js';
import { PRESETS, type PresetName } from '../platform/auth/presets.js';

/** `create <name> <preset>`: prints the key, once. `revoke <id>`. */
export async function keys(
  app: NestFastifyApplication,
  [verb, subject = '', preset = 'read-only']: readonly string[],
): Promise<number> {
  const all = app.get(ApiKeys);
  if (verb === 'revoke') {
    if (isUUID(subject) && (await all.revoke(subject))) return 0;
    console.error(`There is no key ${subject} that could be revoked.`);
    return 2;
  }
  if (verb !== 'create' || subject === '' || !Object.hasOwn(PRESETS, preset)) {
    console.error(`usage: revenue keys create <name> [${Object.keys(PRESETS).join('|')}] | revoke <id>`);
    return 2;
  }
  const { id, key } = await all.create({ name: subject, preset: preset as PresetName, createdBy: 'cli' });
  console.log(`${id}  ${key}   (shown once)`);
  return 0;
}
