import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { MOVES_MONEY } from '../auth/access.js';
import { callerOf } from '../auth/caller.js';
import { Config } from '../config/config.js';
import { Database } from '../database/database.js';
import { failpoint } from '../ops/failpoints.js';
import { fingerprintOf } from './canonical-json.js';
import type { Claim } from './claim.js';
import { expectedRefusal } from './expected.js';
import { MalformedRequest } from './http.errors.js';
import { workingUnder } from './idempotency.js';
import { IdempotencyInProgress, IdempotencyKeyRequired } from './idempotency.errors.js';
import { KeptAnswers, type Answer, type KeyedRequest } from './kept-answers.js';
import { ONE_TRANSACTION } from './one-transaction.js';
import { problemOf } from './problem.js';
import { replay, textOf } from './replay.js';

/** Answers of the domain that repeat as they are; all other refusals came before the use case and leave the key free. */
const KEPT_REFUSALS = [402, 404, 409];

/** Idempotency-Key: the work of one key is done once, whoever repeats it and however often. */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    private readonly answers: KeptAnswers,
    private readonly database: Database,
    private readonly config: Config,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const movesMoney = this.marked(MOVES_MONEY, context);
    const keyed = keyedRequest(request, movesMoney);
    if (keyed) return from(this.once(keyed, context, () => lastValueFrom(next.handle(), { defaultValue: undefined })));
    if (movesMoney && this.config.requireIdempotencyKey) throw new IdempotencyKeyRequired();
    return next.handle();
  }

  private async once(keyed: KeyedRequest, context: ExecutionContext, work: () => Promise<unknown>): Promise<unknown> {
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    const claim = await this.answers.claim(keyed);
    if ('body' in claim) return replay(claim, reply);
    failpoint('idempotency.after-claim');
    try {
      const attempt = () => this.workAndKeep(claim, reply, work);
      return await workingUnder(claim, () =>
        this.marked(ONE_TRANSACTION, context) ? this.database.transaction(attempt) : attempt(),
      );
    } catch (error) {
      await this.settle(claim, error, context.switchToHttp().getRequest<FastifyRequest>());
      throw error;
    } finally {
      this.answers.release(claim);
    }
  }

  private async workAndKeep(claim: Claim, reply: FastifyReply, work: () => Promise<unknown>): Promise<unknown> {
    const result = await work();
    failpoint('idempotency.before-answer');
    await this.answers.keep(claim, answerOf(result, reply));
    failpoint('idempotency.after-answer');
    return result;
  }

  private async settle(claim: Claim, error: unknown, request: FastifyRequest): Promise<void> {
    const refusal = expectedRefusal(error);
    if (!refusal || refusal instanceof IdempotencyInProgress) return this.answers.reopen(claim);

    const { status, headers, body } = problemOf(refusal, request.url.split('?')[0] ?? '', request.id);
    if (KEPT_REFUSALS.includes(status))
      return this.answers.keep(claim, { status, headers, body: JSON.stringify(body) });
    return status < 500 ? this.answers.free(claim) : this.answers.reopen(claim);
  }

  private marked(mark: string, context: ExecutionContext): boolean {
    return (
      this.reflector.getAllAndOverride<boolean | undefined>(mark, [context.getHandler(), context.getClass()]) === true
    );
  }
}

function keyedRequest(request: FastifyRequest, movesMoney: boolean): KeyedRequest | undefined {
  const { method, url, body, routeOptions } = request;
  const caller = callerOf(request);
  const given = request.headers['idempotency-key'];
  if (given === undefined || !caller || !(method === 'POST' || (method === 'PUT' && movesMoney))) return undefined;

  const [, quoted, bare] =
    /^(?:"([\x20\x21\x23-\x7e]{1,255})"|([\x21\x23-\x7e]{1,255}))$/.exec(String(given).trim()) ?? [];
  const key = quoted ?? bare;
  if (key === undefined) throw new MalformedRequest('An Idempotency-Key is 1 to 255 visible ASCII characters.');
  return {
    apiKeyId: caller.id,
    key,
    method,
    route: routeOptions.url ?? '',
    fingerprint: fingerprintOf(method, url, body),
  };
}

const KEPT_HEADERS = ['location', 'etag'];

function answerOf(result: unknown, reply: FastifyReply): Answer {
  const headers = KEPT_HEADERS.flatMap((name) => {
    const value = reply.getHeader(name);
    return value === undefined ? [] : [[name, String(value)] as const];
  });
  return { status: reply.statusCode, headers: Object.fromEntries(headers), body: textOf(result) };
}
