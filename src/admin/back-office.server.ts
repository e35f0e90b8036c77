import type { INestApplicationContext } from '@nestjs/common';
import fastify, { type FastifyError, type FastifyInstance } from 'fastify';
import { Clock } from '../kernel/clock.js';
import { rememberSignedIn, signedInOf, type SignedIn } from '../platform/auth/signed-in.js';
import { shellFor } from '../platform/auth/shell.js';
import { OutboundHold } from '../platform/ops/outbound-hold.js';
import { Config } from '../platform/config/config.js';
import { Database } from '../platform/database/database.js';
import { EventLog } from '../platform/events/event-log.js';
import { Defects } from '../platform/ops/defects.js';
import { CustomerPage } from '../modules/customers/index.js';
import { Decisions, OpenPayments } from '../modules/billing/index.js';
import { DeadLetters, DeliveryReplays, Endpoints, Inbox, TestEvents } from '../modules/webhooks/index.js';
import { actsBy, type UseCases } from './acts/index.js';
import { backOffice } from './back-office.js';
import { ROUTES, type Passed } from './back-office-door.js';
import { mountBackOffice } from './back-office.routes.js';
import { hardening } from './headers.js';
import { reachOf } from './policy.js';
import { refuse } from './refusal.js';
import { consumerStandings } from './resources/consumer.resource.js';
import { customerNames } from './resources/customer-names.js';

type Found = <T>(part: abstract new (...given: never[]) => T) => T;

/** AdminJS' screens behind the gate: it listens nowhere, requests are handed to it. */
export async function backOfficeServer(app: INestApplicationContext, passed: Passed): Promise<FastifyInstance> {
  const of: Found = (part) => app.get(part, { strict: false });
  const [clock, config, defects] = [of(Clock), of(Config), of(Defects)];
  const admin = backOffice({
    database: of(Database),
    nameCustomers: customerNames(of(CustomerPage)),
    standConsumers: consumerStandings(of(EventLog)),
    acts: actsBy(useCasesOf(of), clock),
  });
  const office = fastify({ routerOptions: { maxParamLength: 200 } });
  office.addHook('onRequest', async (request) => {
    const outside = passed(request.raw);
    const person = outside && signedInOf(outside);
    if (person) rememberSignedIn(request, person);
  });
  office.addHook('onSend', hardening(config.production));
  office.setErrorHandler((error: FastifyError, request, reply) => {
    const { statusCode = 500 } = error;
    if (statusCode < 500) return refuse(reply, statusCode, error.message);
    defects.report(error, { request_id: passed(request.raw)?.id ?? request.id, route: request.routeOptions.url ?? '' });
    return refuse(reply, 500, 'Something went wrong on our side. It was recorded under the request id.');
  });
  const shell = async (person: SignedIn) => ({
    ...shellFor(person, { mode: config.mode, now: clock.now(), held: await of(OutboundHold).channels() }),
    ...reachOf(person.roles),
  });
  await office.register((scope: FastifyInstance) => mountBackOffice(scope, admin, ROUTES, shell));
  await office.ready();
  return office;
}

function useCasesOf(of: Found): UseCases {
  return {
    inbox: of(Inbox),
    deadLetters: of(DeadLetters),
    endpoints: of(Endpoints),
    deliveries: of(DeliveryReplays),
    tests: of(TestEvents),
    decisions: of(Decisions),
    openPayments: of(OpenPayments),
  };
}
