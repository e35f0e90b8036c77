import { Injectable, Logger } from '@nestjs/common';
import { InjectMetric } from '@willsoto/nestjs-prometheus';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Histogram } from 'prom-client';
import { callerOf } from '../auth/caller.js';
import { signedInOf } from '../auth/signed-in.js';

/** One log line and one observation a request: by the route that matched, never by the address that was asked for. */
@Injectable()
export class RequestRecord {
  private readonly log = new Logger('http');

  constructor(@InjectMetric('revenue_http_request_duration_seconds') private readonly durations: Histogram<string>) {}

  write(request: FastifyRequest, reply: FastifyReply, errorCode: string | undefined): void {
    const { method, routeOptions, id } = request;
    const route = routeOptions?.url ?? 'unmatched';
    const status = reply.statusCode;
    this.durations.observe({ route, method, status_class: `${Math.floor(status / 100)}xx` }, reply.elapsedTime / 1000);
    if (route.startsWith('/health') || route === '/metrics') return;
    const line = {
      msg: 'request',
      request_id: id,
      method,
      route,
      status,
      duration_ms: Math.round(reply.elapsedTime),
      ...actorOf(request),
      ...(errorCode === undefined ? {} : { error_code: errorCode }),
    };
    if (status >= 500) this.log.error(line);
    else this.log.log(line);
  }
}

function actorOf(request: FastifyRequest): { actor_type?: string; actor_id?: string } {
  const caller = callerOf(request);
  if (caller) return { actor_type: 'key', actor_id: caller.id };
  const person = signedInOf(request);
  return person?.adminId ? { actor_type: 'admin', actor_id: person.adminId } : {};
}
