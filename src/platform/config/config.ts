import type { Armed } from '../ops/failpoints.js';

/** Everything the program reads from its environment, checked once at boot and frozen. */
export abstract class Config {
  readonly production: boolean;
  readonly role: 'all' | 'api' | 'worker';
  readonly host: string;
  readonly port: number;
  readonly metricsPort: number | undefined;
  readonly databaseUrl: string | undefined;
  readonly databasePool: number;
  /** Where an embedded installation keeps its data; `memory` keeps none. */
  readonly dataFolder: string;
  readonly redisUrl: string | undefined;
  readonly stripe: {
    /** Absent: the local sandbox. */
    readonly secretKey: string | undefined;
    readonly webhookSecrets: readonly string[];
  };
  readonly paypal: {
    /** Of our webhooks at PayPal; without one nothing is taken from there. */
    readonly webhookIds: readonly string[];
    readonly environment: 'live' | 'sandbox';
    /** Roots to trust instead of those Node comes with, as PEM. */
    readonly authorities: string | undefined;
  };
  readonly sentryDsn: string | undefined;
  readonly logLevel: string;
  readonly installation: string;
  readonly publicUrl: string;
  readonly mode: 'local-sandbox' | 'test' | 'live';
  readonly reportingCurrency: string;
  /** HMAC key of API keys, cursors and sessions; made at first start when embedded. */
  readonly pepper: string;
  /** The pepper in use, then those still accepted while keys move over to it. */
  readonly peppers: readonly string[];
  /** Seals CSRF tokens; a list while rolling, the first one makes. */
  readonly sessionSecrets: readonly string[];
  readonly encryptionKeys: readonly { readonly id: string; readonly key: Buffer }[];
  readonly requireIdempotencyKey: boolean;
  readonly demo: boolean;
  readonly docs: boolean;
  readonly workerConcurrency: number;
  readonly shutdownSeconds: number;
  readonly allowSandbox: boolean;
  /** Never in production. */
  readonly sandboxValidate: boolean;
  readonly corsOrigins: readonly string[];
  readonly trustProxy: boolean;
  /** Where the process is to die; never any in production. */
  readonly failpoints: readonly Armed[];
  /** Of this process's clock; never any in production. */
  readonly clockSkewSeconds: number;
  /** Ranges that outgoing requests to others' addresses may reach although they are not public. */
  readonly webhookAllowedSubnets: readonly string[];
  /** Store what is to be sent, send nothing. */
  readonly holdOutbound: boolean;
}
