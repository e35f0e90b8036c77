import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigurationFaults } from './config.errors.js';
import { configurationTable, envExample } from './documented.js';
import { nearMisses } from './environment.js';
import { loadConfig } from './load-config.js';
import { declared } from './variables.js';

const folder = mkdtempSync(join(tmpdir(), 'revenue-config-'));
afterAll(() => rmSync(folder, { recursive: true }));

const memory = { REVENUE_DATA_FOLDER: 'memory' };
const long = (letter: string) =>
  `${letter}9-${[...'kqzwxvjyhgbnm'].map((one, at) => `${one}${(at * 7) % 10}${letter}`).join('')}`;
const production = {
  NODE_ENV: 'production',
  DATABASE_URL: 'postgres://revenue@db.internal/revenue',
  STRIPE_SECRET_KEY: 'sk_live_51abc',
  STRIPE_WEBHOOK_SECRETS: 'whsec_abc,whsec_def',
  REVENUE_PUBLIC_URL: 'https://revenue.example',
  REVENUE_PEPPER: long('p'),
  REVENUE_SESSION_SECRETS: long('s'),
  REVENUE_ENCRYPTION_KEYS: `k1:${Buffer.from(long('e').slice(0, 32)).toString('base64')}`,
};

function faultsOf(env: Record<string, string | undefined>): string[] {
  try {
    loadConfig(env);
    return [];
  } catch (error) {
    if (error instanceof ConfigurationFaults) return error.faults.map(({ name, rule }) => `${name} ${rule}`);
    throw error;
  }
}

describe('the configuration', () => {
  it('needs nothing outside production', () => {
    const config = loadConfig(memory);
    expect(config).toMatchObject({
      mode: 'local-sandbox',
      role: 'all',
      port: 3000,
      publicUrl: 'http://127.0.0.1:3000',
      production: false,
    });
    expect(config.stripe.webhookSecrets[0]).toMatch(/^whsec_/);
    expect(config.encryptionKeys[0]?.key).toHaveLength(32);
    expect(Object.isFrozen(config)).toBe(true);
  });

  it('takes a production environment that is whole', () => {
    expect(faultsOf(production)).toEqual([]);
    expect(loadConfig(production)).toMatchObject({
      mode: 'live',
      production: true,
      stripe: { webhookSecrets: ['whsec_abc', 'whsec_def'] },
    });
  });

  it('lists every fault at once, with name, rule and example, and never the value', () => {
    const env = { ...memory, PORT: 'eighty', ROLE: 'boss', STRIPE_SECRET_KEY: 'hunter2', REVENUE_DEMOO: 'on' };
    expect(() => loadConfig(env)).toThrow(ConfigurationFaults);
    const [message] = [
      (() => {
        try {
          loadConfig(env);
          return '';
        } catch (error) {
          return (error as Error).message;
        }
      })(),
    ];
    expect(message).toContain('PORT: must be a whole number from 0 to 65535 (for example PORT=8080)');
    expect(message).toContain('ROLE: must be one of all, api, worker');
    expect(message).toContain('did you mean REVENUE_DEMO?');
    expect(message).not.toContain('hunter2');
    expect(message.split('\n')).toHaveLength(5);
  });

  it.each([
    ['an unknown variable of ours', { REVENUE_DEMOO: 'off' }, 'REVENUE_DEMOO'],
    ['a live key without a webhook secret', { STRIPE_WEBHOOK_SECRETS: '' }, 'STRIPE_WEBHOOK_SECRETS'],
    ['a secret with a blank at its end', { STRIPE_WEBHOOK_SECRETS: 'whsec_abc ' }, 'STRIPE_WEBHOOK_SECRETS'],
    ['a secret of blanks', { REVENUE_PEPPER: '   ' }, 'REVENUE_PEPPER'],
    ['a mode that the key denies', { REVENUE_MODE: 'test' }, 'REVENUE_MODE'],
    ['no database', { DATABASE_URL: undefined }, 'DATABASE_URL'],
    ['a database over an open line', { DATABASE_URL: 'postgres://u@db.example.com/x' }, 'DATABASE_URL'],
    ['the sandbox', { STRIPE_SECRET_KEY: undefined }, 'STRIPE_SECRET_KEY'],
    ['a sandbox under examination', { SANDBOX_VALIDATE: '1' }, 'SANDBOX_VALIDATE'],
    ['no pepper', { REVENUE_PEPPER: undefined }, 'REVENUE_PEPPER'],
    ['a short pepper', { REVENUE_PEPPER: 'k4jsn2lwp0qzm7xv' }, 'REVENUE_PEPPER'],
    ['a placeholder', { REVENUE_PEPPER: `change-me-${'x1y2'.repeat(10)}` }, 'REVENUE_PEPPER'],
    ['two secrets that are one', { REVENUE_SESSION_SECRETS: production.REVENUE_PEPPER }, 'REVENUE_SESSION_SECRETS'],
    ['an encryption key that is not 32 bytes', { REVENUE_ENCRYPTION_KEYS: 'k1:c2hvcnQ=' }, 'REVENUE_ENCRYPTION_KEYS'],
    ['an address without TLS', { REVENUE_PUBLIC_URL: 'http://revenue.example' }, 'REVENUE_PUBLIC_URL'],
    ['any origin', { REVENUE_CORS_ORIGINS: '*' }, 'REVENUE_CORS_ORIGINS'],
    ['an origin with a path', { REVENUE_CORS_ORIGINS: 'https://a.example/x' }, 'REVENUE_CORS_ORIGINS'],
    ['an unknown currency', { REVENUE_REPORTING_CURRENCY: 'zzz' }, 'REVENUE_REPORTING_CURRENCY'],
  ])('refuses %s in production, and nothing else', (_name, change, fault) => {
    const faults = faultsOf({ ...production, ...change });
    expect(faults.map((one) => one.split(' ')[0])).toEqual([fault]);
  });

  it('lets a production installation play in the sandbox when that is said', () => {
    expect(faultsOf({ ...production, STRIPE_SECRET_KEY: undefined, REVENUE_ALLOW_SANDBOX: 'true' })).toEqual([]);
  });

  it('runs one process while the database is embedded', () => {
    expect(faultsOf({ ...memory, ROLE: 'worker' })).toEqual([
      'ROLE must be all while the database is embedded: one process only',
    ]);
  });

  it('reads a value from the file that NAME_FILE names', () => {
    const file = join(folder, 'pepper');
    writeFileSync(file, 'from-a-file-of-the-platform\n');
    expect(loadConfig({ ...memory, REVENUE_PEPPER_FILE: file }).pepper).toBe('from-a-file-of-the-platform');
    expect(faultsOf({ ...memory, REVENUE_PEPPER_FILE: join(folder, 'none') })).toHaveLength(1);
    expect(faultsOf({ ...memory, REVENUE_PEPPER: 'also-given-by-itself', REVENUE_PEPPER_FILE: file })).toHaveLength(1);
  });

  it('makes the secrets of an embedded installation once, for its owner only', () => {
    const env = { REVENUE_DATA_FOLDER: join(folder, 'data') };
    const [first, second] = [loadConfig(env), loadConfig(env)];
    expect(second.pepper).toBe(first.pepper);
    expect(second.encryptionKeys[0]?.key).toEqual(first.encryptionKeys[0]?.key);
    const file = join(folder, 'data', 'secrets.json');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, 'utf8')).toContain(first.pepper);
    writeFileSync(file, '{"pepper":');
    expect(() => loadConfig(env)).toThrow('restore the file from a backup');
  });

  it('refuses a data folder that is a file, in words', () => {
    const file = join(folder, 'no-folder');
    writeFileSync(file, '');

    expect(faultsOf({ REVENUE_DATA_FOLDER: file })).toEqual([expect.stringContaining(`${file} cannot be used`)]);
    expect(faultsOf({ REVENUE_DATA_FOLDER: join(file, 'below') })).toHaveLength(1);
  });

  it('never makes up the signing secret of a real provider', () => {
    expect(loadConfig({ ...memory, STRIPE_SECRET_KEY: 'sk_test_abc' }).stripe.webhookSecrets).toEqual([]);
  });

  it('warns of names that were nearly right', () => {
    expect(nearMisses({ DATABSE_URL: 'x', PATH: 'y' })).toEqual([
      'DATABSE_URL is set but not read; did you mean DATABASE_URL?',
    ]);
    expect(nearMisses({ DATABSE_URL: 'x', DATABASE_URL: 'y' })).toEqual([]);
  });

  it('documents every variable, and its own example file is accepted', () => {
    for (const { name } of declared) {
      expect(envExample()).toContain(`#${name}=`);
      expect(configurationTable()).toContain(`| \`${name}\` |`);
    }
    const defaults = [...envExample().matchAll(/^#([A-Z_]+)=(.*)$/gm)].filter(([, , value]) => value);
    const env = Object.fromEntries(defaults.map(([, name = '', value = '']) => [name, value]));
    expect(faultsOf({ ...env, REVENUE_DATA_FOLDER: 'memory', REVENUE_MODE: '' })).toEqual([]);
  });
});
