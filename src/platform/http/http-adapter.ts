import { STATUS_CODES, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { SystemClock, minutes, seconds, type Clock } from '../../kernel/clock.js';
import { newId } from '../../kernel/id.js';
import type { Config } from '../config/config.js';
import { MalformedRequest } from './http.errors.js';
import { problemOf } from './problem.js';

export const JSON_LIMIT = 256 * 1024;
export const RAW_LIMIT = 1024 * 1024;

/** Fastify as the house runs it: limits of security.md 7, request ids, nothing told about itself. */
export function httpAdapter(config: Config, clock: Clock = new SystemClock()): FastifyAdapter {
  return new FastifyAdapter({
    trustProxy: config.trustProxy,
    bodyLimit: JSON_LIMIT,
    routerOptions: { maxParamLength: 200 },
    requestIdHeader: false,
    genReqId: (request: IncomingMessage) => requestIdOf(request, clock),
    requestTimeout: seconds(30),
    keepAliveTimeout: seconds(65),
    http: { maxHeaderSize: 16 * 1024, headersTimeout: seconds(10), connectionsCheckingInterval: minutes(0.1) },
    forceCloseConnections: 'idle',
    frameworkErrors: (_error: Error, request: FastifyRequest, reply: FastifyReply) => {
      const [instance = ''] = request.url.split('?');
      const { status, body } = problemOf(new MalformedRequest('The address cannot be read.'), instance, request.id);
      void reply.status(status).type('application/problem+json').send(body);
    },
    clientErrorHandler: refuseConnection,
  });
}

/** Taken over from the caller where it has the form; always returned, always logged. */
function requestIdOf({ headers }: IncomingMessage, clock: Clock): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && /^[A-Za-z0-9_-]{8,64}$/.test(given) ? given : newId(clock.wall());
}

// What arrives here is not HTTP, or its headers have no end: there is no request to answer, only a connection.
function refuseConnection(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const status = error.code === 'HPE_HEADER_OVERFLOW' ? 431 : error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : 400;
  const body = JSON.stringify({ type: 'about:blank', title: STATUS_CODES[status], status });
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nContent-Type: application/problem+json\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}
