import { Config } from './config.js';
import { ConfigurationFaults } from './config.errors.js';
import { embeddedSecrets, type EmbeddedSecrets } from './embedded-secrets.js';
import { readEnvironment, type Environment } from './environment.js';
import { encryptionKey } from './readers.js';
import { modeOf, refusalsOf } from './refusals.js';
import type { Settings } from './variables.js';

/**
 * Reads the environment once, at boot. What an installation outside production is not given, it makes and keeps in
 * its data folder.
 * @throws ConfigurationFaults naming everything that is wrong, all at once
 */
export function loadConfig(env: Environment): Config {
  const { settings, faults } = readEnvironment(env);
  const all = faults.length > 0 ? [...faults, ...withoutRepeats(refusalsOf(settings), faults)] : refusalsOf(settings);
  if (all.length > 0) throw new ConfigurationFaults(all);

  return Object.freeze(
    Object.assign(Object.create(Config.prototype) as Config, configOf(settings, secretsOf(settings))),
  );
}

function withoutRepeats<Fault extends { name: string }>(more: readonly Fault[], told: readonly Fault[]): Fault[] {
  return more.filter(({ name }) => told.every((fault) => fault.name !== name));
}

function configOf(settings: Settings, secrets: Secrets): Config {
  const { environment, stripeSecretKey, publicUrl, mode: _, stripeWebhookSecrets: __, ...others } = settings;
  const { paypalWebhookIds, paypalEnvironment, paypalAuthorities, ...rest } = others;
  return {
    ...rest,
    ...secrets,
    production: environment === 'production',
    pepper: secrets.peppers[0] ?? '',
    publicUrl: (publicUrl ?? `http://127.0.0.1:${settings.port}`).replace(/\/+$/, ''),
    mode: modeOf(settings),
    corsOrigins: settings.corsOrigins ?? [],
    paypal: {
      webhookIds: paypalWebhookIds ?? [],
      environment: paypalEnvironment,
      authorities: paypalAuthorities,
    },
    failpoints: settings.failpoints ?? [],
    webhookAllowedSubnets: settings.webhookAllowedSubnets ?? [],
    stripe: { secretKey: stripeSecretKey, webhookSecrets: secrets.webhookSecrets },
  };
}

interface Secrets {
  readonly peppers: readonly string[];
  readonly sessionSecrets: readonly string[];
  readonly encryptionKeys: Config['encryptionKeys'];
  readonly webhookSecrets: readonly string[];
}

/** Given secrets first; a made one only where nothing is given, so that nothing is written when all are. */
function secretsOf(settings: Settings): Secrets {
  let made: EmbeddedSecrets | undefined;
  const own = () => (made ??= madeIn(settings.dataFolder));
  return {
    peppers: settings.peppers ?? [own().pepper],
    sessionSecrets: settings.sessionSecrets ?? [own().session_secret],
    encryptionKeys:
      settings.encryptionKeys ?? [encryptionKey.read(own().encryption_key)].filter((key) => key !== undefined),
    // Without a provider there is the sandbox, which signs with a secret of our own; a provider's secret is never made up.
    webhookSecrets:
      settings.stripeWebhookSecrets ?? (modeOf(settings) === 'local-sandbox' ? [own().webhook_secret] : []),
  };
}

/** @throws ConfigurationFaults when the folder cannot be made, is a file, or holds what cannot be read */
function madeIn(dataFolder: string): EmbeddedSecrets {
  try {
    return embeddedSecrets(dataFolder);
  } catch (error) {
    const rule = `the data folder ${dataFolder} cannot be used: ${(error as Error).message}`;
    throw new ConfigurationFaults([{ name: 'REVENUE_DATA_FOLDER', rule }]);
  }
}
