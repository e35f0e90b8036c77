import { randomBytes } from 'node:crypto';
import type { Unit } from './unit.js';

const HOUR = 3_600;

/** The secret an endpoint had before, until it signs no more. */
interface Rolled {
  id: string;
  object: 'sandbox_rolled_secret';
  secret: string;
  until: number;
}

export function newSecret(): string {
  return `whsec_${randomBytes(24).toString('hex')}`;
}

/** A new secret at once; both sign until so many hours have passed. At Stripe this is done on the dashboard. */
export async function rollSecret(unit: Unit, id: string, hours: number): Promise<string> {
  const endpoint = await unit.get('webhook_endpoint', id, 'endpoint');
  const kept = await rolledOf(unit, id);
  const former = { secret: endpoint.secret ?? '', until: unit.at + hours * HOUR };
  if (kept) Object.assign(kept, former);
  else unit.add<Rolled>({ id: `rolled_${id}`, object: 'sandbox_rolled_secret', ...former });
  endpoint.secret = newSecret();
  return endpoint.secret;
}

export async function secretsOf(unit: Unit, url: string): Promise<{ label: string; secret: string }[]> {
  const endpoint = unit.endpoints.find((one) => one.url === url);
  if (!endpoint?.secret) return [];
  const current = { label: 'local sandbox', secret: endpoint.secret };
  const rolled = await rolledOf(unit, endpoint.id);
  if (!rolled || rolled.until <= unit.at) return [current];
  return [current, { label: 'local sandbox, rolled', secret: rolled.secret }];
}

async function rolledOf(unit: Unit, endpoint: string): Promise<Rolled | undefined> {
  const id = `rolled_${endpoint}`;
  await unit.load([id]);
  return unit.peek(id) as Rolled | undefined;
}
