import { Injectable, type OnModuleInit, type RawBodyRequest } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Deliveries } from './deliveries.js';

const PATHS = ['/api/v1/revenue/webhooks/:provider', '/webhooks/:provider'];
const NOTHING = Buffer.alloc(0);

type Asked = RawBodyRequest<FastifyRequest<{ Params: { provider: string } }>>;

/**
 * Where providers deliver. The routes stand on the server itself: guards, interceptors and pipes have nothing to say
 * about a signed body. Hooks, limits of size and the problem filter hold as everywhere. Plain deliveries are taken by the
 * lane before they get here; these routes answer whatever is not plain.
 */
@Injectable()
export class IntakeRoutes implements OnModuleInit {
  constructor(
    private readonly host: HttpAdapterHost,
    private readonly deliveries: Deliveries,
  ) {}

  onModuleInit(): void {
    // A command line has no server.
    const server = this.host.httpAdapter?.getInstance<FastifyInstance | undefined>();
    for (const url of server ? PATHS : [])
      server?.post(url, { config: { body: 'raw' } }, (request) => {
        const { params, headers, rawBody: body = NOTHING, ip } = request as Asked;
        return this.deliveries.receive({ provider: params.provider, headers, body, address: () => ip });
      });
  }
}
