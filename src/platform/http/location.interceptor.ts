import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { tap, type Observable } from 'rxjs';
import { Routes } from './routes.js';

/** What was created says where it stands: 201 with `Location`, wherever the new thing can be read by its id. */
@Injectable()
export class LocationInterceptor implements NestInterceptor {
  constructor(private readonly routes: Routes) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    return next
      .handle()
      .pipe(tap((made) => this.locate(made, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>())));
  }

  private locate(made: unknown, { url }: FastifyRequest, reply: FastifyReply): void {
    const id = idOf(made);
    if (reply.statusCode !== 201 || id === undefined || reply.hasHeader('location')) return;
    const address = `${url.split('?')[0]}/${id}`;
    if (this.routes.methodsOf(address).includes('GET')) void reply.header('location', address);
  }
}

function idOf(made: unknown): string | undefined {
  if (typeof made !== 'object' || made === null) return undefined;
  const { id, payment_id } = made as Record<string, unknown>;
  return [id, payment_id].find((one) => typeof one === 'string');
}
