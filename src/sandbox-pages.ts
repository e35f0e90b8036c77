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
      const response = await sandbox.show(asked(request));
      void reply.code(response.status).headers(Object.fromEntries(response.headers));
      return reply.send(await response.text());
    },
  });
}

interface Page {
  readonly page: string;
  readonly id: string;
}

/** Made from the two names alone: what else stands in the address leads nowhere. The form has been read by then. */
function asked(request: FastifyRequest): Request {
  const { page, id } = request.params as Page;
  const address = `http://sandbox/sandbox/${encodeURIComponent(page)}/${encodeURIComponent(id)}`;
  if (request.method !== 'POST') return new Request(address);
  const given = typeof request.body === 'object' && !Array.isArray(request.body) ? request.body : null;
  const form = new URLSearchParams((given ?? {}) as Record<string, string>);
  return new Request(address, { method: 'POST', body: form.toString() });
}
