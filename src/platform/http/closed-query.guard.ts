import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { CUSTOM_ROUTE_ARGS_METADATA, ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import type { FastifyRequest } from 'fastify';
import { InvalidRequest, UNKNOWN_MEMBER } from './http.errors.js';

/**
 * A route that reads no query takes none, so that a typing error there is no more ignored than in a list. Those that
 * read one refuse what they do not know by themselves.
 */
@Injectable()
export class ClosedQuery implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { query, routeOptions } = context.switchToHttp().getRequest<FastifyRequest>();
    const given = Object.keys(query as object);
    if (given.length === 0 || !routeOptions.url?.startsWith('/api/')) return true;
    // What a provider sends is read wherever it was told to send it.
    if ((routeOptions.config as { body?: unknown }).body === 'raw' || readsQuery(context)) return true;
    throw new InvalidRequest(given.map((name) => ({ pointer: `?${name}`, ...UNKNOWN_MEMBER })));
  }
}

/** Whether one of the method's parameters is the query, or made from the request by a decorator of ours. */
function readsQuery(context: ExecutionContext): boolean {
  const declared: unknown = Reflect.getMetadata(ROUTE_ARGS_METADATA, context.getClass(), context.getHandler().name);
  return Object.keys(declared ?? {}).some(
    (key) => key.startsWith(`${RouteParamtypes.QUERY}:`) || key.includes(CUSTOM_ROUTE_ARGS_METADATA),
  );
}
