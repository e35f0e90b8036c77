import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Defects } from '../ops/defects.js';
import { expectedRefusal } from './expected.js';
import { MethodNotAllowed, RouteNotFound } from './http.errors.js';
import { internalProblem, problemOf, type ProblemAnswer } from './problem.js';
import { rememberErrorCode } from './request-facts.js';
import { Routes } from './routes.js';

/** Every error ends here: a refusal becomes its problem, anything else is a defect, logged and told in no detail. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    private readonly defects: Defects,
    private readonly routes: Routes,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const { status, headers, body } = this.answer(error, request);
    if (reply.sent) return;
    void reply.status(status).headers(headers).type('application/problem+json').send(body);
  }

  private answer(error: unknown, request: FastifyRequest): ProblemAnswer {
    const [instance = ''] = request.url.split('?');
    const refusal = expectedRefusal(error, request.routeOptions?.bodyLimit);
    const told = refusal instanceof RouteNotFound ? (this.wrongMethod(request, instance) ?? refusal) : refusal;
    rememberErrorCode(request, told?.code ?? 'internal');
    if (told) return problemOf(told, instance, request.id);

    this.defects.report(error, {
      request_id: request.id,
      method: request.method,
      route: request.routeOptions?.url ?? 'unmatched',
    });
    return internalProblem(instance, request.id);
  }

  private wrongMethod({ method }: FastifyRequest, path: string): MethodNotAllowed | undefined {
    const allowed = this.routes.methodsOf(path);
    return allowed.length > 0 && !allowed.includes(method) ? new MethodNotAllowed(allowed) : undefined;
  }
}
