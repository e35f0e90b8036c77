import type { FastifyReply } from 'fastify';

const TITLES: Record<number, string> = {
  401: 'Not signed in',
  403: 'Forbidden',
  404: 'Not found',
  405: 'Method not allowed',
  409: 'Conflict',
  411: 'Length required',
  413: 'Too large',
  415: 'Unsupported media type',
  422: 'Invalid',
  429: 'Too many requests',
};

/** A refusal outside Nest, in the shape of all the others (RFC 9457). */
export function refuse(reply: FastifyReply, status: number, detail: string, code = 'about:blank'): FastifyReply {
  return reply
    .code(status)
    .type('application/problem+json')
    .send(JSON.stringify({ type: code, title: TITLES[status] ?? 'Refused', status, detail }));
}
