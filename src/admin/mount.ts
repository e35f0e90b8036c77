import type { INestApplicationContext } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { Clock } from '../kernel/clock.js';
import { Admins } from '../platform/auth/admins.js';
import { Sessions } from '../platform/auth/sessions.js';
import { SignInLinks } from '../platform/auth/sign-in-link.js';
import { shellFor } from '../platform/auth/shell.js';
import { signedInOf } from '../platform/auth/signed-in.js';
import { Config } from '../platform/config/config.js';
import { CustomerPage } from '../modules/customers/index.js';
import { Inbox } from '../modules/webhooks/index.js';
import { Database } from '../platform/database/database.js';
import { Quotas } from '../platform/limits/quotas.js';
import { assetRoutes, mountAssets } from './assets.js';
import { backOffice } from './back-office.js';
import { mountBackOffice } from './back-office.routes.js';
import { Gate } from './gate.js';
import { hardening } from './headers.js';
import { firstPage, reachOf } from './policy.js';
import { customerNames } from './resources/customer-names.js';
import { replayOf } from './resources/replay.js';
import { OPEN_ROUTES, SignInRoutes } from './sign-in/sign-in.routes.js';

/**
 * Puts sign-in, the gate and the back office on the application; call it once, before it listens. The dashboard's own
 * routes under `/admin` are Nest's and stand behind the same gate.
 * @throws NotBuilt when pages or bundle are missing
 */
export async function mount(app: NestFastifyApplication): Promise<void> {
  const fastify: FastifyInstance = app.getHttpAdapter().getInstance();
  const { sessions, admins, links, clock, config, database, inbox, customers, quotas } = from(app);

  const open = new Set([...OPEN_ROUTES, ...assetRoutes()]);
  const gate = new Gate(sessions, config, (route) => open.has(route));
  fastify.addHook('onRequest', (request, reply) => gate.check(request, reply));
  fastify.addHook('onSend', hardening(config.production));

  mountAssets(fastify);
  const admin = backOffice({ database, nameCustomers: customerNames(customers), replay: replayOf(inbox, clock) });
  await fastify.register(async (scope: FastifyInstance) => {
    new SignInRoutes({ sessions, admins, links, clock, config, quotas }).register(scope);
    scope.get('/', (_request, reply) => reply.redirect('/admin', 302));
    scope.get('/admin', (request, reply) => reply.redirect(firstPage(signedInOf(request)?.roles ?? []), 303));
  });
  await fastify.register((scope: FastifyInstance) =>
    mountBackOffice(scope, admin, (person) => ({
      ...shellFor(person, config.mode, clock.now()),
      ...reachOf(person.roles),
    })),
  );
}

function from(app: INestApplicationContext) {
  return {
    sessions: app.get(Sessions, { strict: false }),
    admins: app.get(Admins, { strict: false }),
    links: app.get(SignInLinks, { strict: false }),
    clock: app.get(Clock, { strict: false }),
    config: app.get(Config, { strict: false }),
    database: app.get(Database, { strict: false }),
    quotas: app.get(Quotas, { strict: false }),
    inbox: app.get(Inbox, { strict: false }),
    customers: app.get(CustomerPage, { strict: false }),
  };
}
