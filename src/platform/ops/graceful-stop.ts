import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { seconds } from '../../kernel/clock.js';
import type { Config } from '../config/config.js';
import { Defects } from './defects.js';
import { InFlight } from './in-flight.js';
import { Stopping } from './stopping.js';

/** How long proxies may take to see that readiness has gone, before connections are refused. */
const NOTICE = seconds(5);

/** On SIGTERM or SIGINT stops in order and exits 0; a second signal exits at once. */
export function stopGracefully(app: NestFastifyApplication, config: Config): void {
  const heard = (): void => {
    if (app.get(Stopping).isStopping) process.exit(1);
    stop(app, config).then(
      () => process.exit(0),
      (error: unknown) => {
        app.get(Defects).report(error);
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', heard).on('SIGINT', heard);
}

/** Not ready, then no new connections, then what is in hand is finished, then everything is closed. */
export async function stop(app: NestFastifyApplication, { production, shutdownSeconds }: Config): Promise<void> {
  app.get(Stopping).begin();
  if (production) await pause(NOTICE);
  const server = app.getHttpServer();
  server.close();
  server.closeIdleConnections();
  await finished(app.get(InFlight), seconds(shutdownSeconds));
  server.closeAllConnections();
  await app.close();
}

async function finished(inFlight: InFlight, patience: number): Promise<void> {
  for (let waited = 0; inFlight.total > 0 && waited < patience; waited += 50) await pause(50);
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
