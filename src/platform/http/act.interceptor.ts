import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Observable } from 'rxjs';
import { derivedId, isId } from '../../kernel/id.js';
import { callerOf } from '../auth/caller.js';
import { signedInOf } from '../auth/signed-in.js';
import { acting } from '../events/act.js';

/** Whatever a request does, it does as its caller and under its request's id. */
@Injectable()
export class ActInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const act = { correlationId: correlationOf(request.id), actor: actorOf(request) };
    return new Observable((subscriber) => acting(act, () => next.handle().subscribe(subscriber)));
  }
}

/** Events carry a UUID: the request's id where it is one, otherwise the one that always follows from it. */
export function correlationOf(requestId: string): string {
  return isId(requestId) ? requestId.toLowerCase() : derivedId(new Date(0), requestId);
}

function actorOf(request: FastifyRequest): string {
  const caller = callerOf(request);
  if (caller) return `key:${caller.id}`;
  const person = signedInOf(request);
  return person ? `admin:${person.adminId ?? 'first'}` : 'anonymous';
}
