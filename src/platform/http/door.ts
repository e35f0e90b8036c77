import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Config } from '../config/config.js';
import { InFlight } from '../ops/in-flight.js';
import { Readiness } from '../ops/readiness.js';
import { Stopping } from '../ops/stopping.js';
import { AddressTooLong, InvalidRequest, ServiceOverloaded, ServiceStarting, UnsupportedType } from './http.errors.js';
import { securityHeaders } from './security-headers.js';
import { refuseUnstorableAddress } from './storable-request.js';

const LONGEST_ADDRESS = 8192;
const MOST_PARAMETERS = 50;

/** The first thing a request meets: headers of every answer, and what is refused before a byte of the body is read. */
@Injectable()
export class Door {
  private readonly headers: Readonly<Record<string, string>>;

  constructor(
    config: Config,
    private readonly inFlight: InFlight,
    private readonly stopping: Stopping,
    private readonly readiness: Readiness,
  ) {
    this.headers = { ...securityHeaders(config.production), 'x-billing-mode': config.mode };
  }

  enter(request: FastifyRequest, reply: FastifyReply): void {
    void reply.headers(this.headers).header('x-request-id', request.id);
    if (this.stopping.isStopping) void reply.header('connection', 'close');
    if (!this.readiness.hasStarted && changes(request)) throw new ServiceStarting();
    if (!this.inFlight.enter(request, laneOf(request))) throw new ServiceOverloaded();
    refuseAddress(request.url);
    refuseUnstorableAddress(request.url);
    refuseType(request);
  }

  leave(request: FastifyRequest): void {
    this.inFlight.leave(request);
  }
}

const READING = new Set(['GET', 'HEAD', 'OPTIONS']);

/** What a provider tells is only kept, and can be kept as soon as there is a store. */
function changes(request: FastifyRequest): boolean {
  return !READING.has(request.method) && laneOf(request) !== 'intake';
}

// Intake has room of its own: a burst of events must not push people out, nor they the events.
function laneOf({ url }: FastifyRequest): 'intake' | 'requests' | 'probes' {
  if (/^\/(?:api\/v1\/revenue\/)?webhooks\//.test(url)) return 'intake';
  return url.startsWith('/health') || url.startsWith('/metrics') ? 'probes' : 'requests';
}

function refuseAddress(url: string): void {
  if (url.length > LONGEST_ADDRESS) throw new AddressTooLong();
  if (url.split('&').length > MOST_PARAMETERS) {
    throw new InvalidRequest([
      { pointer: '', code: 'request/too-many', detail: `An address has at most ${MOST_PARAMETERS} parameters.` },
    ]);
  }
}

function refuseType({ url, headers }: FastifyRequest): void {
  const type = headers['content-type'];
  if (type !== undefined && url.startsWith('/api/') && !/^application\/json\s*(;|$)/i.test(type))
    throw new UnsupportedType();
}
