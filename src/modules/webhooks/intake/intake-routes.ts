import { Injectable, type OnModuleInit, type RawBodyRequest } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ApiDocument } from '../../../platform/http/api-document.js';
import type { PathItem } from '../../../platform/http/openapi.js';
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
    private readonly document: ApiDocument,
  ) {}

  onModuleInit(): void {
    for (const [at, url] of PATHS.entries()) this.document.add(url.replace(':provider', '{provider}'), described(at));
    // A command line has no server.
    const server = this.host.httpAdapter?.getInstance<FastifyInstance | undefined>();
    for (const url of server ? PATHS : [])
      server?.post(url, { config: { body: 'raw' } }, (request) => {
        const { params, headers, rawBody: body = NOTHING, ip } = request as Asked;
        return this.deliveries.receive({ provider: params.provider, headers, body, address: () => ip });
      });
  }
}

/** As the description of the API shows it, under a name for each of the paths. */
function described(at: number): PathItem {
  const provider = { type: 'string', enum: ['stripe', 'paypal'] };
  const received = { type: 'boolean', description: 'It is kept, and will be folded.' };
  const duplicate = { type: 'boolean', description: 'It was kept before.' };
  const answer = { type: 'object', required: ['received'], properties: { received, duplicate } };
  return {
    post: {
      ...{ operationId: at === 0 ? 'webhooks.receive' : 'webhooks.receiveAtRoot', tags: ['webhooks'] },
      summary: 'Take an event as its provider signed it; a signature stands in for a key',
      parameters: [{ name: 'provider', in: 'path', required: true, schema: provider }],
      requestBody: { required: true, content: { 'application/json': { schema: { type: 'object' } } } },
      responses: {
        200: { description: 'Kept.', content: { 'application/json': { schema: answer } } },
      },
    },
  };
}
