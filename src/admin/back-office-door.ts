import type { IncomingMessage } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** Those of AdminJS' routes that exist here; it adds whatever else it likes, and that stays away. */
export const ROUTES: readonly string[] = [
  'GET /resources/{resourceId}',
  'GET /resources/{resourceId}/actions/{action}',
  'GET /resources/{resourceId}/records/{recordId}/{action}',
  'GET /api/resources/{resourceId}/actions/{action}',
  'GET /api/resources/{resourceId}/actions/{action}/{query}',
  'GET /api/resources/{resourceId}/records/{recordId}/{action}',
  'POST /api/resources/{resourceId}/records/{recordId}/{action}',
];

/** The request as it came through the gate, by the connection's own. */
export type Passed = (raw: IncomingMessage) => FastifyRequest | undefined;

/**
 * AdminJS is as large as everything else together. So it is a server of its own behind these routes, put together when
 * it is first wanted; who comes has passed the gate, and the request is handed over before its body is read.
 */
export class BackOfficeDoor {
  private office: Promise<FastifyInstance> | undefined;
  private readonly passed = new WeakMap<IncomingMessage, FastifyRequest>();

  constructor(private readonly build: (passed: Passed) => Promise<FastifyInstance>) {}

  register(scope: FastifyInstance): void {
    scope.addHook('onRequest', (request, reply) => this.handOver(request, reply));
    scope.addHook('onClose', async () => (await this.office)?.close());
    for (const [method = '', path = ''] of ROUTES.map((route) => route.split(' '))) {
      const url = `/admin${path.replaceAll('{', ':').replaceAll('}', '')}`;
      scope.route({ method, url, handler: async () => undefined });
    }
  }

  async open(): Promise<FastifyInstance> {
    try {
      return await (this.office ??= this.build((raw) => this.passed.get(raw)));
    } catch (error) {
      this.office = undefined;
      throw error;
    }
  }

  private async handOver(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const office = await this.open();
    this.passed.set(request.raw, request);
    for (const [name, value] of Object.entries(reply.getHeaders())) {
      if (value !== undefined) reply.raw.setHeader(name, value);
    }
    reply.hijack();
    office.routing(request.raw, reply.raw);
  }
}
