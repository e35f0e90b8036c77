import { readFileSync } from 'node:fs';
import { Controller, Get, Header, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { reachOf } from '../admin/policy.js';
import { Clock } from '../kernel/clock.js';
import { Session } from '../platform/auth/access.js';
import { SignInRequired } from '../platform/auth/auth.errors.js';
import { shellFor } from '../platform/auth/shell.js';
import { OutboundHold } from '../platform/ops/outbound-hold.js';
import { signedInOf } from '../platform/auth/signed-in.js';
import { Config } from '../platform/config/config.js';
import { built } from '../platform/http/built.js';
import { filled } from './page-template.js';

/** The revenue page: one static file, told before the first paint who looks at it and in which theme. */
@ApiExcludeController()
@Controller('admin')
export class PageController {
  private template: string | undefined;

  constructor(
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly outbound: OutboundHold,
  ) {}

  @Get('revenue')
  @Session()
  @Header('content-type', 'text/html; charset=utf-8')
  async page(@Req() request: FastifyRequest): Promise<string> {
    const person = signedInOf(request);
    if (!person) throw new SignInRequired();
    const standing = { mode: this.config.mode, now: this.clock.now(), held: await this.outbound.channels() };
    const shell = { ...shellFor(person, standing), ...reachOf(person.roles) };
    this.template ??= readFileSync(built('page/index.html'), 'utf8');
    return filled(this.template, shell, request.headers.cookie);
  }
}
