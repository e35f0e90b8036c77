import * as Sentry from '@sentry/node';
import type { Config } from '../config/config.js';
import { VERSION } from './build.js';
import { redacted } from './redaction.js';

/** Starts Sentry where a DSN is set. What it sends has passed the same redaction as the log. */
export function startSentry({ sentryDsn, installation, production }: Config): void {
  if (sentryDsn === undefined) return;
  Sentry.init({
    dsn: sentryDsn,
    release: VERSION,
    environment: production ? 'production' : 'development',
    serverName: installation,
    defaultIntegrations: false,
    beforeSend: (event) => redacted(event) as typeof event,
    beforeBreadcrumb: () => null,
  });
}
