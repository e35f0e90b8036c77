import type { FastifyReply } from 'fastify';
import type { Answer } from './kept-answers.js';

/** Gives a kept answer again, marked as such. */
export function replay({ status, headers, body }: Answer, reply: FastifyReply): unknown {
  void reply.status(status).headers({ ...headers, 'idempotent-replayed': 'true' });
  if (status >= 400) void reply.type('application/problem+json');
  return body === null ? undefined : (JSON.parse(body) as unknown);
}

/** A handler's result as the text it is sent as. */
export function textOf(result: unknown): string | null {
  return result === undefined ? null : JSON.stringify(result);
}
