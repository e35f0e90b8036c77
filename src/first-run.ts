import { randomInt } from 'node:crypto';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DemoService } from './demo/demo.service.js';
import { Sandbox } from './integrations/stripe/index.js';
import { Clock } from './kernel/clock.js';
import { Customers } from './modules/customers/index.js';
import { ApiKeys } from './platform/auth/api-keys.js';
import { SignInLinks } from './platform/auth/sign-in-link.js';
import type { Config } from './platform/config/config.js';
import { VERSION } from './platform/ops/build.js';
import { Defects } from './platform/ops/defects.js';
import { OutboundHold } from './platform/ops/outbound-hold.js';
import { Stopping } from './platform/ops/stopping.js';

/** The demo an empty installation starts by itself. */
const DEMO = { customers: 72, days: 183 };

/** Says where to look, lets the first person in, and brings an empty installation to life. */
export async function greet(app: NestFastifyApplication, config: Config): Promise<void> {
  const link = await app.get(SignInLinks, { strict: false }).issue();
  const key = await firstKey(app);
  const story = await demo(app, config);
  const held = await app.get(OutboundHold).channels();
  say([
    `Revenue Engine ${VERSION}  all-in-one  PGlite ${config.dataFolder}/  Stripe: ${config.mode}`,
    ...(link
      ? [`Sign in once:  ${link}   (15 minutes, this machine only)`]
      : [`Sign in:       ${config.publicUrl}/admin`]),
    `API docs       ${config.publicUrl}/docs`,
    ...(key ? [`Test key       ${key}   (shown once)`] : []),
    ...(story ? [story] : []),
    ...(held.length > 0
      ? [`On hold        ${held.join(', ')}: nothing leaves there until \`revenue hold release\``]
      : []),
    'Embedded data survives a killed process, not a power cut: set DATABASE_URL for that.',
  ]);
}

/** One key at the first start, so that the first request can be made. */
async function firstKey(app: NestFastifyApplication): Promise<string | undefined> {
  const keys = app.get(ApiKeys);
  if ((await keys.list()).length > 0) return undefined;
  return (await keys.create({ name: 'first key', preset: 'backend', scopes: ['webhooks:raw'] })).key;
}

/** Begins the demo on an empty sandbox, or goes on with one that was cut off. @returns a line about it */
async function demo(app: NestFastifyApplication, config: Config): Promise<string | undefined> {
  const service = app.get(DemoService, { strict: false });
  if (config.mode !== 'local-sandbox') return undefined;
  const found = await service.found();
  if (!found && (!config.demo || !(await isEmpty(app)))) return undefined;
  if (found && found.state !== 'running') return undefined;

  const seed = found?.seed ?? randomInt(1, 1_000_000);
  const { signal } = app.get(Stopping);
  const plan = { ...DEMO, seed };
  void service
    .begin(plan, app.get(Clock).wall())
    .then(() => service.tell(signal))
    .catch((error: unknown) => app.get(Defects).report(error, { job: 'demo' }));
  return `Demo business  ${found ? 'goes on' : 'starts now'}: ${(found ?? DEMO).customers} customers over six months, seed ${seed}; watch it grow after signing in.`;
}

async function isEmpty(app: NestFastifyApplication): Promise<boolean> {
  return app.get(Sandbox, { strict: false }) !== null && !(await app.get(Customers, { strict: false }).any());
}

function say(lines: readonly string[]): void {
  process.stdout.write(`\n${lines.join('\n')}\n\n`);
}
