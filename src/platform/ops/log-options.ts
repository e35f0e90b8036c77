import type { Params } from 'nestjs-pino';
import pino, { type LoggerOptions } from 'pino';
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

/** Requests are logged by RequestRecord; the middleware would only cost time on each of them. */
export function logOptions(config: Config): Params {
  return { pinoHttp: { ...lineOptions(config), autoLogging: false }, forRoutes: [] };
}

/** JSON lines: what each carries, what may stand in it, what never does. */
export function lineOptions({ logLevel, installation, role }: Config): LoggerOptions {
  return {
    level: logLevel,
    base: { service: SERVICE, version: VERSION, installation, role, instance: String(process.pid) },
    timestamp: pino.stdTimeFunctions.isoTime,
    messageKey: 'msg',
    formatters: { level: (label: string) => ({ level: label }), log: listed },
    mixin: () => ({ correlation_id: currentAct()?.correlationId }),
    hooks: { logMethod: scrubbing },
  };
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
