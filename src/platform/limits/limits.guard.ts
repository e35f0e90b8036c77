import { Injectable, type ExecutionContext } from '@nestjs/common';
import { ThrottlerGuard } from '@nestjs/throttler';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ACCESS, MOVES_MONEY, type Access } from '../auth/access.js';
import { callerOf } from '../auth/caller.js';
import { QuotaExceeded, rateHeaders } from './limits.errors.js';
import { POLICIES, QUOTA, type Policy, type PolicyName } from './policies.js';

/** The throttler, counting each request once: under the narrowest policy that fits it, by its key or its address. */
@Injectable()
export class LimitsGuard extends ThrottlerGuard {
  private readonly policies = new WeakMap<object, Policy | 'none'>();

  override async canActivate(context: ExecutionContext): Promise<boolean> {
    const policy = this.policyOf(context);
    if (policy === 'none') return true;

    const { name, quota, window } = policy;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const who = callerOf(request)?.id ?? (await this.getTracker(request));
    const standing = await this.storageService.increment(`${name}:${who}`, window, quota, window, name);
    if (standing.isBlocked) throw new QuotaExceeded(policy, standing.timeToBlockExpire);

    const rest = Math.max(0, quota - standing.totalHits);
    void context
      .switchToHttp()
      .getResponse<FastifyReply>()
      .headers(rateHeaders(policy, rest, standing.timeToExpire));
    return true;
  }

  // A handler always has the same policy, so its marks are read once and not on each request.
  private policyOf(context: ExecutionContext): Policy | 'none' {
    const handler = context.getHandler();
    const known = this.policies.get(handler);
    if (known) return known;
    const name = this.nameOf(context);
    const policy = POLICIES.find((one) => one.name === name) ?? 'none';
    this.policies.set(handler, policy);
    return policy;
  }

  private nameOf(context: ExecutionContext): PolicyName | 'none' {
    const marks = [context.getHandler(), context.getClass()];
    const read = <T>(mark: string) => this.reflector.getAllAndOverride<T | undefined>(mark, marks);
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
