import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Sandbox } from './integrations/stripe/index.js';

/**
 * The pages people would see at the provider: checkout, portal, the bank that asks. Without a provider they stand here.
 * What lets somebody in is the address alone, as it is there; the sandbox's levers stay inside.
 */
export function mountSandboxPages(app: NestFastifyApplication): void {
  const sandbox = app.get<Sandbox | null>(Sandbox, { strict: false });
  if (!sandbox) return;
  const server: FastifyInstance = app.getHttpAdapter().getInstance();
  server.route({
    method: ['GET', 'POST'],
    url: '/sandbox/:page/:id',
    handler: async (request, reply) => {
      const response = await sandbox.handle(asked(request));
      void reply.code(response.status).headers(Object.fromEntries(response.headers));
      return reply.send(await response.text());
    },
  });
}

/** The form has been read by then; the sandbox reads it for itself. */
function asked(request: FastifyRequest): Request {
  const given = typeof request.body === 'object' && !Array.isArray(request.body) ? request.body : null;
  const form = new URLSearchParams((given ?? {}) as Record<string, string>);
  const method = request.method === 'POST' ? 'POST' : 'GET';
  const body = method === 'POST' ? form.toString() : null;
  return new Request(`http://sandbox${request.url}`, { method, body });
}
