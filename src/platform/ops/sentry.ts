import type { Config } from '../config/config.js';
import { VERSION } from './build.js';
import { redacted } from './redaction.js';

let sentry: typeof import('@sentry/node') | undefined;

/** Starts Sentry where a DSN is set, and loads it only there. What it sends has passed the same redaction as the log. */
export async function startSentry({ sentryDsn, installation, production }: Config): Promise<void> {
  if (sentryDsn === undefined) return;
  sentry = await import('@sentry/node');
  sentry.init({
    dsn: sentryDsn,
    release: VERSION,
    environment: production ? 'production' : 'development',
    serverName: installation,
    defaultIntegrations: false,
    beforeSend: (event) => redacted(event) as typeof event,
    beforeBreadcrumb: () => null,
  });
}

export function tellSentry(error: unknown, tags: Readonly<Record<string, string>>): void {
  sentry?.captureException(error, { tags: { ...tags } });
}
