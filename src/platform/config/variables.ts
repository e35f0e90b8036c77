import { armedAt, FAILPOINT_RULE } from '../ops/failpoints.js';
import * as read from './readers.js';
import type { Reader } from './readers.js';
import { paypalVariables } from './paypal-variables.js';
import { outboundVariables } from './outbound-variables.js';
import { sandboxVariables } from './sandbox-variables.js';
import { variable, type Variable } from './variable.js';

const providerKey = read.matching(
  /^(sk|rk)_(test|live)_\S+$/,
  'a key that begins with sk_test_, sk_live_, rk_test_ or rk_live_',
);
const endpointSecret = read.matching(/^whsec_\S+$/, 'a signing secret that begins with whsec_');
const longSecret = read.matching(/^\S{16,}$/, 'at least 16 characters without blanks (32 in production)');

export const variables = {
  environment: variable({
    name: 'NODE_ENV',
    initial: 'development',
    example: 'production',
    reader: read.oneOf('development', 'test', 'production'),
    meaning: 'In production every secret must be given and nothing is made up',
  }),
  role: variable({
    name: 'ROLE',
    initial: 'all',
    example: 'api',
    reader: read.oneOf('all', 'api', 'worker'),
    meaning: 'What this process does; an embedded installation runs `all`',
  }),
  host: variable({
    name: 'HOST',
    initial: '127.0.0.1',
    example: '0.0.0.0',
    reader: read.matching(/^[A-Za-z0-9.:-]+$/, 'an address or host name'),
    meaning: 'Address to listen on',
  }),
  port: variable({
    name: 'PORT',
    initial: '3000',
    example: '8080',
    reader: read.wholeNumber(0, 65_535),
    meaning: 'Port to listen on; 0 takes any free one',
  }),
  metricsPort: variable({
    name: 'METRICS_PORT',
    example: '9464',
    reader: read.wholeNumber(0, 65_535),
    meaning:
      'Serves `/metrics` and health there without a key; unset, `/metrics` stands on `PORT` and needs `ops:read`',
  }),
  databaseUrl: variable({
    name: 'DATABASE_URL',
    unset: 'embedded PGlite',
    example: 'postgres://revenue:password@127.0.0.1:5432/revenue',
    reader: read.url('postgres:', 'postgresql:'),
    secret: true,
    meaning: 'Postgres 15 or later; unset, the database is embedded in the data folder',
  }),
  databasePool: variable({
    name: 'DATABASE_POOL',
    initial: '10',
    example: '10',
    reader: read.wholeNumber(2, 200),
    meaning: 'Connections to Postgres of this process',
  }),
  dataFolder: variable({
    name: 'REVENUE_DATA_FOLDER',
    initial: '.data',
    example: '/var/lib/revenue',
    reader: read.matching(/^[^\0]+$/, 'a folder, or the word memory'),
    meaning: 'Where an embedded installation keeps its database and secrets; `memory` keeps none',
  }),
  redisUrl: variable({
    name: 'REDIS_URL',
    unset: 'in memory',
    example: 'redis://127.0.0.1:6379',
    reader: read.url('redis:', 'rediss:'),
    secret: true,
    meaning: 'Shares limits between processes; nothing else depends on it',
  }),
  stripeSecretKey: variable({
    name: 'STRIPE_SECRET_KEY',
    unset: 'local sandbox',
    example: 'sk_test_...',
    reader: providerKey,
    secret: true,
    meaning: 'Key of the Stripe account; unset, the local sandbox answers in its place',
  }),
  stripeWebhookSecrets: variable({
    name: 'STRIPE_WEBHOOK_SECRETS',
    unset: 'made for the sandbox: `webhook_secret` in `secrets.json` of the data folder',
    example: 'whsec_...',
    reader: read.listOf(endpointSecret),
    secret: true,
    meaning: 'Signing secrets of the webhook endpoint, several while rolling',
  }),
  sentryDsn: variable({
    name: 'SENTRY_DSN',
    unset: 'off',
    example: 'https://key@sentry.example/1',
    reader: read.url('https:', 'http:'),
    secret: true,
    meaning: 'Where defects are reported',
  }),
  logLevel: variable({
    name: 'LOG_LEVEL',
    initial: 'info',
    example: 'debug',
    reader: read.oneOf('silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'),
    meaning: 'Least level that is logged',
  }),
  installation: variable({
    name: 'REVENUE_INSTALLATION',
    initial: 'local',
    example: 'acme-production',
    reader: read.matching(/^[a-z0-9][a-z0-9-]{0,62}$/, 'lower-case letters, digits and hyphens'),
    meaning: 'Name of this installation in logs, metrics and exports',
  }),
  publicUrl: variable({
    name: 'REVENUE_PUBLIC_URL',
    unset: '`http://127.0.0.1:PORT`',
    example: 'https://revenue.example',
    reader: read.url('http:', 'https:'),
    meaning: 'How people and providers reach this installation',
  }),
  mode: variable({
    name: 'REVENUE_MODE',
    unset: 'derived',
    example: 'test',
    reader: read.oneOf('local-sandbox', 'test', 'live'),
    meaning: 'States the mode for safety; must agree with the Stripe key',
  }),
  reportingCurrency: variable({
    name: 'REVENUE_REPORTING_CURRENCY',
    initial: 'usd',
    example: 'eur',
    reader: read.currency,
    meaning: 'Currency of the figures on the dashboard',
  }),
  encryptionKeys: variable({
    name: 'REVENUE_ENCRYPTION_KEYS',
    unset: 'made in the data folder',
    example: 'k1:<32 bytes in base64>',
    reader: read.listOf(read.encryptionKey),
    secret: true,
    meaning: 'Keys that wrap the keys of persons; the first one seals, all open',
  }),
  peppers: variable({
    name: 'REVENUE_PEPPER',
    unset: 'made in the data folder',
    example: '<64 random characters>',
    reader: read.listOf(longSecret),
    secret: true,
    meaning: 'Key of the hashes of API keys and of cursors; the first one makes, all are accepted',
  }),
  sessionSecrets: variable({
    name: 'REVENUE_SESSION_SECRETS',
    unset: 'made in the data folder',
    example: '<64 random characters>',
    reader: read.listOf(longSecret),
    secret: true,
    meaning: 'Key of the tokens that protect forms; the first one makes, all are accepted',
  }),
  corsOrigins: variable({
    name: 'REVENUE_CORS_ORIGINS',
    unset: 'none',
    example: 'https://app.example,https://www.example',
    reader: read.listOf(read.origin),
    meaning: 'Origins whose pages may read answers of the API',
  }),
  trustProxy: variable({
    name: 'REVENUE_TRUST_PROXY',
    initial: 'false',
    example: 'true',
    reader: read.flag,
    meaning: 'Believe the forwarding headers of the proxy in front',
  }),
  ...paypalVariables,
  ...outboundVariables,
  docs: variable({
    name: 'REVENUE_DOCS',
    initial: 'on',
    example: 'off',
    reader: read.flag,
    meaning: 'Serve `/docs` and `/openapi.json`',
  }),
  ...sandboxVariables,
  requireIdempotencyKey: variable({
    name: 'REVENUE_REQUIRE_IDEMPOTENCY_KEY',
    initial: 'false',
    example: 'true',
    reader: read.flag,
    meaning: 'Refuse requests that move money without an Idempotency-Key',
  }),
  demo: variable({
    name: 'REVENUE_DEMO',
    initial: 'on',
    example: 'off',
    reader: read.flag,
    meaning: 'Fill an empty embedded installation with a demo business',
  }),
  workerConcurrency: variable({
    name: 'REVENUE_WORKER_CONCURRENCY',
    initial: '8',
    example: '4',
    reader: read.wholeNumber(1, 64),
    meaning: 'Pieces of work a worker does at once',
  }),
  failpoints: variable({
    name: 'REVENUE_FAILPOINTS',
    unset: 'none',
    example: 'intent.after-call:2',
    reader: read.listOf({ rule: FAILPOINT_RULE, read: armedAt }),
    meaning: 'Where this process kills or freezes itself, for tests of recovery; refused in production',
  }),
  clockSkewSeconds: variable({
    name: 'REVENUE_CLOCK_SKEW_SECONDS',
    initial: '0',
    example: '-600',
    reader: read.wholeNumber(-86_400, 86_400),
    meaning: 'How far the clock of this process is wrong, for tests of recovery; refused in production',
  }),
  shutdownSeconds: variable({
    name: 'REVENUE_SHUTDOWN_SECONDS',
    initial: '25',
    example: '25',
    reader: read.wholeNumber(1, 600),
    meaning: 'How long work in hand may take after a request to stop',
  }),
} as const;

type Value<V> = V extends { reader: Reader<infer T> } ? (V extends { initial: string } ? T : T | undefined) : never;

/** The environment, read: one member for each variable of the table. */
export type Settings = { readonly [Key in keyof typeof variables]: Value<(typeof variables)[Key]> };

export const declared: readonly Variable[] = Object.values(variables);
