import { Injectable, type ExecutionContext } from '@nestjs/common';
import { ThrottlerGuard, type ThrottlerRequest } from '@nestjs/throttler';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ACCESS, MOVES_MONEY, type Access } from '../auth/access.js';
import { callerOf } from '../auth/caller.js';
import { QuotaExceeded, rateHeaders } from './limits.errors.js';
import { QUOTA, type PolicyName } from './policies.js';

/** The throttler, counting each request once: under the narrowest policy that fits it, by its key or its address. */
@Injectable()
export class LimitsGuard extends ThrottlerGuard {
  protected override async handleRequest({ context, throttler, limit, ttl }: ThrottlerRequest): Promise<boolean> {
    const { name = 'default' } = throttler;
    if (this.policyOf(context) !== name) return true;

    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const who = callerOf(request)?.id ?? (await this.getTracker(request));
    const standing = await this.storageService.increment(`${name}:${who}`, ttl, limit, ttl, name);
    const policy = { name, quota: limit, window: ttl };
    if (standing.isBlocked) throw new QuotaExceeded(policy, standing.timeToBlockExpire);

    const rest = Math.max(0, limit - standing.totalHits);
    void context
      .switchToHttp()
      .getResponse<FastifyReply>()
      .headers(rateHeaders(policy, rest, standing.timeToExpire));
    return true;
  }

  private policyOf(context: ExecutionContext): PolicyName | 'none' {
    const read = <T>(mark: string) =>
      this.reflector.getAllAndOverride<T | undefined>(mark, [context.getHandler(), context.getClass()]);
    const access = read<Access>(ACCESS)?.kind;
    const named = read<PolicyName | 'none'>(QUOTA);
    if (named) return named;
    // Valid events are never limited by count, and people have the limits of sign-in.
    if (access === 'signed' || access === 'session') return 'none';
    if (access === 'public') return 'public';
    if (read<boolean>(MOVES_MONEY)) return 'money';
    return /^(GET|HEAD)$/.test(context.switchToHttp().getRequest<FastifyRequest>().method) ? 'default' : 'write';
  }
}
