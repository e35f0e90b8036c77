import type { Params } from 'nestjs-pino';
import pino, { type DestinationStream } from 'pino';
import type { Config } from '../config/config.js';
import { currentAct } from '../events/act.js';
import { SERVICE, VERSION } from './build.js';
import { scrubbed } from './redaction.js';

/** What a line may say; a field that is not listed is left out, whoever logs it. */
const FIELDS = new Set(
  (
    'msg service version installation role instance request_id correlation_id trace_id actor_type actor_id route method status duration_ms ' +
    'provider event_id event_type object_id attempt job outcome error_code context error'
  ).split(' '),
);

/** JSON lines on stdout, or wherever a test listens. */
export function logOptions(config: Config, destination?: DestinationStream): Params {
  const { logLevel, installation, role } = config;
  const options = {
    level: logLevel,
    base: { service: SERVICE, version: VERSION, installation, role, instance: String(process.pid) },
    timestamp: pino.stdTimeFunctions.isoTime,
    autoLogging: false,
    messageKey: 'msg',
    formatters: { level: (label: string) => ({ level: label }), log: listed },
    mixin: () => ({ correlation_id: currentAct()?.correlationId }),
    hooks: { logMethod: scrubbing },
  };
  // Requests are logged by RequestRecord; the middleware would only cost time on each of them.
  return { pinoHttp: destination ? [options, destination] : options, forRoutes: [] };
}

function listed(fields: Record<string, unknown>): Record<string, unknown> {
  const { err, ...rest } = fields;
  const told: [string, unknown][] = Object.entries(rest).filter(([name]) => FIELDS.has(name));
  if (err instanceof Error) told.push(['error', err.stack ?? err.message]);
  return Object.fromEntries(told.map(([name, value]) => [name, plain(value)]));
}

function plain(value: unknown): unknown {
  if (typeof value === 'string') return scrubbed(value);
  return typeof value === 'number' || typeof value === 'boolean' || value === undefined
    ? value
    : scrubbed(JSON.stringify(value) ?? '');
}

function scrubbing(this: pino.Logger, args: Parameters<pino.LogFn>, log: pino.LogFn): void {
  log.apply(
    this,
    args.map((part: unknown) => (typeof part === 'string' ? scrubbed(part) : part)) as Parameters<pino.LogFn>,
  );
}
