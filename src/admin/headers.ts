import type { FastifyReply, FastifyRequest } from 'fastify';
import { PAGE_POLICY, securityHeaders } from '../platform/http/security-headers.js';

/** AdminJS generates its styles, so they alone may be inline; its two inline scripts carry the answer's nonce. */
export function adminPolicy(nonce: string): string {
  return PAGE_POLICY.replace("script-src 'self'", `script-src 'self' 'nonce-${nonce}'`).replace(
    "style-src 'self'",
    "style-src 'self' 'unsafe-inline'",
  );
}

/** What every answer under `/admin` carries, unless its maker said otherwise; pages may load what is ours. */
export function hardening(production: boolean) {
  const headers = Object.entries(securityHeaders(production));
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    if (!request.routeOptions.url?.startsWith('/admin')) return;
    for (const [name, value] of headers) if (!reply.hasHeader(name)) void reply.header(name, value);
    const isPage = String(reply.getHeader('content-type') ?? '').startsWith('text/html');
    const policy = String(reply.getHeader('content-security-policy'));
    if (isPage && !policy.includes('script-src')) void reply.header('content-security-policy', PAGE_POLICY);
  };
}
