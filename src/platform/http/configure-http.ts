import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { errorCodes, type FastifyReply, type FastifyRequest } from 'fastify';
import type { Config } from '../config/config.js';
import { RequestRecord } from '../ops/request-record.js';
import { ApiDocument } from './api-document.js';
import { Door } from './door.js';
import { RAW_LIMIT, JSON_LIMIT } from './http-adapter.js';
import { readJson } from './read-json.js';
import { errorCodeOf } from './request-facts.js';
import { Routes } from './routes.js';
import { refuseUnstorableBody } from './storable-request.js';

/** Paths that stand beside the API; every other controller is under `/api/v1`. */
const OUTSIDE = [
  '',
  'health',
  'health/*rest',
  'metrics',
  'openapi.json',
  'docs',
  'docs/*rest',
  'webhooks/*rest',
  'api/*rest',
  'admin',
  'admin/*rest',
];

/** Everything of HTTP that is not a Nest provider: prefix, parsers, hooks, CORS. Called between create and init. */
export function configureHttp(app: NestFastifyApplication, config: Config): void {
  app.setGlobalPrefix('api/v1', { exclude: OUTSIDE });
  app.get(ApiDocument).describe(app);
  noteRoutes(app);
  readBodies(app);
  readRawBodies(app);
  refuseUnstorableBodies(app);
  guardDoor(app);
  if (config.corsOrigins.length > 0) allowOrigins(app, config.corsOrigins);
}

function noteRoutes(app: NestFastifyApplication): void {
  const routes = app.get(Routes);
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onRoute', (route) => {
      routes.add(route.url, [route.method].flat());
      if (isRaw(route.config)) route.bodyLimit = RAW_LIMIT;
    });
}

function readBodies(app: NestFastifyApplication): void {
  app.useBodyParser('application/json', { bodyLimit: JSON_LIMIT }, (request, body: Buffer, done) => {
    if (isRaw(request.routeOptions.config)) {
      Object.assign(request, { rawBody: body });
      return done(null, undefined);
    }
    try {
      done(null, body.length === 0 ? undefined : readJson(body));
    } catch (error) {
      done(error as Error);
    }
  });
}

/** What a provider signed is read whatever it is called; every other route has its types. */
function readRawBodies(app: NestFastifyApplication): void {
  const server = app.getHttpAdapter().getInstance();
  server.removeContentTypeParser('text/plain');
  server.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: RAW_LIMIT }, (request, body, done) => {
    if (!isRaw(request.routeOptions.config)) {
      return done(new errorCodes.FST_ERR_CTP_INVALID_MEDIA_TYPE(request.headers['content-type'] ?? 'none'));
    }
    Object.assign(request, { rawBody: body });
    done(null, undefined);
  });
}

/** Whatever parser read them: JSON, or a form of a page. A raw body is not there yet, and is never refused for this. */
function refuseUnstorableBodies(app: NestFastifyApplication): void {
  const server = app.getHttpAdapter().getInstance();
  server.addHook('preValidation', (request, _reply, done) => {
    try {
      refuseUnstorableBody(request.body);
      done();
    } catch (error) {
      done(error as Error);
    }
  });
}

function guardDoor(app: NestFastifyApplication): void {
  const door = app.get(Door);
  const record = app.get(RequestRecord);
  const server = app.getHttpAdapter().getInstance();
  server.addHook('onRequest', (request, reply, done) => {
    try {
      door.enter(request, reply);
      done();
    } catch (error) {
      done(error as Error);
    }
  });
  server.addHook('onResponse', (request: FastifyRequest, reply: FastifyReply, done) => {
    door.leave(request);
    record.write(request, reply, errorCodeOf(request));
    done();
  });
  server.addHook('onRequestAbort', (request, done) => {
    door.leave(request);
    done();
  });
}

const EXPOSED = [
  'X-Request-Id',
  'X-Billing-Mode',
  'RateLimit',
  'RateLimit-Policy',
  'Retry-After',
  'Location',
  'ETag',
  'Idempotent-Replayed',
];

function allowOrigins(app: NestFastifyApplication, origins: readonly string[]): void {
  app.enableCors({
    origin: [...origins],
    credentials: false,
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    allowedHeaders: ['Authorization', 'Content-Type', 'Idempotency-Key', 'If-Match', 'If-None-Match', 'X-Request-Id'],
    exposedHeaders: EXPOSED,
    maxAge: 600,
  });
}

function isRaw(config: object | undefined): boolean {
  return config !== undefined && 'body' in config && config.body === 'raw';
}
