import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Logger } from 'nestjs-pino';
import { createApp } from '../../../src/app.js';
import { StripeClient } from '../../../src/integrations/stripe/index.js';
import { EventsLayer } from '../../../src/modules/billing/reconciliation/events-layer.service.js';
import { ApiKeys } from '../../../src/platform/auth/api-keys.js';
import { SCOPES } from '../../../src/platform/auth/access.js';
import { loadConfig } from '../../../src/platform/config/load-config.js';
import { Readiness } from '../../../src/platform/ops/readiness.js';
import { Worker } from '../../../src/worker.js';
import { freshStore } from '../../support/database.js';

export type Json = Record<string, unknown>;

export interface Engine {
  readonly stripe: StripeClient['sdk'];
  readonly nest: NestFastifyApplication;
  readonly url: string;
  /** What an API path answers, whatever that is. */
  ask(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Response>;
  post(path: string, body: object): Promise<Json>;
  get(path: string): Promise<Json>;
  /** Asks Stripe for its list of events, takes in what is missing, and does what follows. Needs no address of ours. */
  catchUp(span: { from: Date; until: Date }): Promise<void>;
  close(): Promise<void>;
}

/** The whole program on a store of its own, with the key that STRIPE_SECRET_KEY names. */
export async function startEngine(): Promise<Engine> {
  const { settings, drop } = await freshStore();
  const config = loadConfig({
    ...{ NODE_ENV: 'test', REVENUE_DATA_FOLDER: 'memory', LOG_LEVEL: 'silent', REVENUE_MODE: 'test' },
    STRIPE_SECRET_KEY: process.env['STRIPE_SECRET_KEY'] ?? '',
  });
  const nest = await createApp({ config, database: settings, backOffice: false });
  await nest.listen(0, '127.0.0.1');
  nest.useLogger(nest.get(Logger));
  nest.get(Readiness).started();
  const url = (await nest.getUrl()).replace('[::1]', '127.0.0.1');
  const { key } = await nest.get(ApiKeys).create({ name: 'stories', scopes: [...SCOPES] });

  const ask: Engine['ask'] = async (method, path, body, headers = {}) => {
    const content = body === undefined ? {} : { 'content-type': 'application/json' };
    const asked = { method, headers: { authorization: `Bearer ${key}`, ...content, ...headers } };
    return fetch(`${url}${path}`, body === undefined ? asked : { ...asked, body: JSON.stringify(body) });
  };
  const send = async (method: string, path: string, body?: object): Promise<Json> => {
    const answer = await ask(method, `/api/v1${path}`, body);
    const told = (await answer.json()) as Json;
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${JSON.stringify(told)}`);
    return told;
  };
  return {
    stripe: nest.get(StripeClient, { strict: false }).sdk,
    nest,
    url,
    ask,
    post: (path, body) => send('POST', path, body),
    get: (path) => send('GET', path),
    catchUp: async (span) => {
      // A test clock dates what it tells by its own time, which is ahead of ours: no reconciliation would look there.
      await nest.get(EventsLayer, { strict: false }).compare(span, async () => undefined);
      await nest.get(Worker, { strict: false }).drain();
    },
    close: async () => {
      await nest.close();
      await drop();
    },
  };
}
