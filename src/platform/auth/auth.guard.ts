import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { InjectMetric } from '@willsoto/nestjs-prometheus';
import type { FastifyRequest } from 'fastify';
import { Counter } from 'prom-client';
import { Clock } from '../../kernel/clock.js';
import { DomainError } from '../../kernel/domain-error.js';
import { Config } from '../config/config.js';
import { ACCESS, type Access } from './access.js';
import { KeyExpired, KeyMissing, KeyUnknown, ScopeMissing, SignInRequired, WrongMode } from './auth.errors.js';
import { rememberCaller } from './caller.js';
import { modeOfKey } from './key-format.js';
import { KnownKeys, type KnownKey } from './known-keys.js';
import { signedInOf } from './signed-in.js';

/** Lets a request through as its route says. A route that says nothing is not reached: the boot stops on it. */
@Injectable()
export class AuthGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly keys: KnownKeys,
    private readonly clock: Clock,
    private readonly config: Config,
    @InjectMetric('revenue_auth_failures_total') private readonly failures: Counter<string>,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    try {
      return await this.admits(context);
    } catch (error) {
      if (error instanceof DomainError) this.failures.inc({ kind: error.code });
      throw error;
    }
  }

  private async admits(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    refuseKeyInAddress(request.url);
    const access = this.reflector.getAllAndOverride<Access | undefined>(ACCESS, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (access?.kind === 'public' || access?.kind === 'signed') return true;
    if (access?.kind === 'session') return this.session(request);
    return access ? this.key(request, access) : false;
  }

  private session(request: FastifyRequest): boolean {
    if (!signedInOf(request)) throw new SignInRequired();
    return true;
  }

  private async key(request: FastifyRequest, access: Access): Promise<boolean> {
    const key = await this.living(bearerOf(request));
    if (access.kind === 'scope' && !key.scopes.includes(access.scope)) throw new ScopeMissing(access.scope);

    rememberCaller(request, key);
    this.keys.noteUse(key.id);
    return true;
  }

  private async living(given: string): Promise<KnownKey> {
    const mode = modeOfKey(given);
    if (!mode) throw new KeyUnknown();
    if (mode !== (this.config.mode === 'live' ? 'live' : 'test')) throw new WrongMode(this.config.mode);

    const key = await this.keys.find(given);
    if (!key) throw new KeyUnknown();
    if (key.expiresAt && key.expiresAt <= this.clock.wall()) throw new KeyExpired(key.expiresAt);
    return key;
  }
}

function bearerOf({ headers }: FastifyRequest): string {
  const [, key] = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '') ?? [];
  if (!key) throw new KeyMissing();
  return key;
}

// Addresses end up in logs, histories and referrers: a key that was put there is burnt, and reading it would teach the habit.
function refuseKeyInAddress(url: string): void {
  if (/[?&][^#]*rvn_(?:pk_)?(?:test|live)_/.test(url) || /[?&](?:api_?key|access_token)=/i.test(url)) {
    throw new KeyMissing(
      'A key in the address is never read, and should now be rotated. Send it as "Authorization: Bearer rvn_...".',
    );
  }
}
