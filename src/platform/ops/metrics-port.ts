import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { register } from 'prom-client';
import { Config } from '../config/config.js';
import { HealthPages, type HealthAnswer } from './health-pages.js';

/** `/metrics` and health on a port of their own, without a key: for a network that only monitors reach. */
@Injectable()
export class MetricsPort implements OnApplicationBootstrap, OnApplicationShutdown {
  private server: Server | undefined;

  constructor(
    private readonly config: Config,
    private readonly pages: HealthPages,
  ) {}

  /** The port it listens on; undefined when there is none. */
  get port(): number | undefined {
    return (this.server?.address() as AddressInfo | null | undefined)?.port;
  }

  async onApplicationBootstrap(): Promise<void> {
    const { metricsPort, host } = this.config;
    if (metricsPort === undefined) return;
    const server = createServer((request, response) => void this.answer(request.url ?? '', response));
    this.server = server;
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(metricsPort, host, resolve));
  }

  async onApplicationShutdown(): Promise<void> {
    const { server } = this;
    if (!server) return;
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }

  private async answer(url: string, response: ServerResponse): Promise<void> {
    try {
      if (url === '/metrics')
        return void response.setHeader('content-type', register.contentType).end(await register.metrics());
      const page = await this.page(url);
      response.statusCode = page?.status ?? 404;
      response.setHeader('content-type', 'application/json').end(JSON.stringify(page?.body ?? { status: 404 }));
    } catch {
      response.writeHead(500).end();
    }
  }

  private page(url: string): Promise<HealthAnswer> | HealthAnswer | undefined {
    if (url === '/health') return this.pages.summary(true);
    if (url === '/health/live') return this.pages.live();
    if (url === '/health/ready') return this.pages.ready();
    return url === '/health/startup' ? this.pages.startup() : undefined;
  }
}
