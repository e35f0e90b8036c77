import type { INestApplicationContext } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { Clock } from '../kernel/clock.js';
import { Admins } from '../platform/auth/admins.js';
import { Sessions } from '../platform/auth/sessions.js';
import { SignInLinks } from '../platform/auth/sign-in-link.js';
import { signedInOf } from '../platform/auth/signed-in.js';
import { Config } from '../platform/config/config.js';
import { Quotas } from '../platform/limits/quotas.js';
import { assetRoutes, mountAssets } from './assets.js';
import { BackOfficeDoor } from './back-office-door.js';
import { Gate } from './gate.js';
import { hardening } from './headers.js';
import { firstPage } from './policy.js';
import { OPEN_ROUTES, SignInRoutes } from './sign-in/sign-in.routes.js';

/**
 * Puts sign-in, the gate and the back office on the application; call it once, before it listens. The dashboard's own
 * routes under `/admin` are Nest's and stand behind the same gate.
 * @throws NotBuilt when pages or bundle are missing
 */
export async function mount(app: NestFastifyApplication): Promise<void> {
  const fastify: FastifyInstance = app.getHttpAdapter().getInstance();
  const { sessions, admins, links, clock, config, quotas } = from(app);

  const open = new Set([...OPEN_ROUTES, ...assetRoutes()]);
  const gate = new Gate(sessions, config, (route) => open.has(route));
  fastify.addHook('onRequest', (request, reply) => gate.check(request, reply));
  fastify.addHook('onSend', hardening(config.production));

  mountAssets(fastify);
  await fastify.register(async (scope: FastifyInstance) => {
    new SignInRoutes({ sessions, admins, links, clock, config, quotas }).register(scope);
    scope.get('/', (_request, reply) => reply.redirect('/admin', 302));
    scope.get('/admin', (request, reply) => reply.redirect(firstPage(signedInOf(request)?.roles ?? []), 303));
  });
  const door = new BackOfficeDoor(async (passed) => {
    const { backOfficeServer } = await import('./back-office.server.js');
    return backOfficeServer(app, passed);
  });
  await fastify.register(async (scope: FastifyInstance) => door.register(scope));
  // Where others take the requests meanwhile it is ready before it is asked; a trial is looked at sooner without.
  if (config.production) await door.open();
}

function from(app: INestApplicationContext) {
  return {
    sessions: app.get(Sessions, { strict: false }),
    admins: app.get(Admins, { strict: false }),
    links: app.get(SignInLinks, { strict: false }),
    clock: app.get(Clock, { strict: false }),
    config: app.get(Config, { strict: false }),
    quotas: app.get(Quotas, { strict: false }),
  };
}
