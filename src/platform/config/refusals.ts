import type { ConfigurationFault } from './config.errors.js';
import { variables, type Settings } from './variables.js';

/** The mode that follows from the Stripe key: no key is the local sandbox. */
export function modeOf({ stripeSecretKey }: Pick<Settings, 'stripeSecretKey'>): 'local-sandbox' | 'test' | 'live' {
  if (stripeSecretKey === undefined) return 'local-sandbox';
  return /^.k_live_/.test(stripeSecretKey) ? 'live' : 'test';
}

/** Combinations that are wrong although each variable alone is right; in production also whatever is not safe. */
export function refusalsOf(settings: Settings): ConfigurationFault[] {
  return [...always(settings), ...(settings.environment === 'production' ? inProduction(settings) : [])];
}

function* always(settings: Settings): Iterable<ConfigurationFault> {
  const mode = modeOf(settings);
  if (mode === 'live' && settings.stripeWebhookSecrets === undefined) {
    yield fault('stripeWebhookSecrets', 'must be set with a live key: unsigned events are never believed');
  }
  if (settings.mode !== undefined && settings.mode !== mode) {
    yield { name: 'REVENUE_MODE', rule: `says ${settings.mode}, but the Stripe key makes it ${mode}` };
  }
  if (settings.databaseUrl === undefined && settings.role !== 'all') {
    yield { name: 'ROLE', rule: 'must be all while the database is embedded: one process only', example: 'all' };
  }
}

function* inProduction(settings: Settings): Iterable<ConfigurationFault> {
  yield* databaseFaults(settings.databaseUrl);
  yield* secretFaults(settings);
  if (modeOf(settings) === 'local-sandbox' && !settings.allowSandbox) {
    yield fault('stripeSecretKey', 'must be set in production, unless REVENUE_ALLOW_SANDBOX=true');
  }
  if (settings.sandboxValidate)
    yield { name: variables.sandboxValidate.name, rule: 'must not be set in production: it is for development' };
  if (settings.failpoints !== undefined)
    yield { name: variables.failpoints.name, rule: 'must not be set in production: it is how tests kill the process' };
  if (settings.clockSkewSeconds !== 0)
    yield {
      name: variables.clockSkewSeconds.name,
      rule: 'must not be set in production: it is how tests set it wrong',
    };
  if (!settings.publicUrl?.startsWith('https://'))
    yield fault('publicUrl', 'must be set and begin with https:// in production');
}

function* databaseFaults(databaseUrl: string | undefined): Iterable<ConfigurationFault> {
  if (databaseUrl === undefined) {
    yield fault('databaseUrl', 'must be set in production');
    return;
  }
  const { hostname, searchParams } = new URL(databaseUrl);
  const encrypted = /^(require|verify-ca|verify-full)$/.test(searchParams.get('sslmode') ?? '');
  if (!encrypted && !isPrivate(hostname))
    yield fault('databaseUrl', 'must ask for TLS (sslmode=verify-full): the host is not private');
}

// A name without a dot is only known inside a container network.
const PRIVATE =
  /^(localhost|127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|\[::1\]|\[f[cd]|[^.]+$|.*\.(internal|local)$)/i;

function isPrivate(host: string): boolean {
  return host === '' || PRIVATE.test(host);
}

const PLACEHOLDER = /change.?me|secret|password|example|placeholder|^(.)\1+$|^(0123456789|abcdef)|<.*>/i;

function* secretFaults(settings: Settings): Iterable<ConfigurationFault> {
  const seen = new Set<string>();
  for (const key of ['peppers', 'sessionSecrets', 'encryptionKeys'] as const) {
    const values = (settings[key] ?? []).map((one) => (typeof one === 'string' ? one : one.key.toString('base64')));
    if (values.length === 0) yield fault(key, 'must be set in production');
    for (const value of values) {
      if (Buffer.byteLength(value) < 32) yield fault(key, 'must be at least 32 bytes in production');
      if (PLACEHOLDER.test(value)) yield fault(key, 'is a placeholder');
      if (seen.has(value)) yield fault(key, 'is equal to another secret');
      seen.add(value);
    }
  }
}

function fault(key: keyof typeof variables, rule: string): ConfigurationFault {
  const { name, example } = variables[key];
  return { name, rule, example };
}
