import { readFileSync } from 'node:fs';
import { Controller, Get, Header, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { built, shellFor } from '../admin/index.js';
import { Clock } from '../kernel/clock.js';
import { Session } from '../platform/auth/access.js';
import { SignInRequired } from '../platform/auth/auth.errors.js';
import { signedInOf } from '../platform/auth/signed-in.js';
import { Config } from '../platform/config/config.js';
import { filled } from './page-template.js';

/** The revenue page: one static file, told before the first paint who looks at it and in which theme. */
@ApiExcludeController()
@Controller('admin')
export class PageController {
  private template: string | undefined;

  constructor(
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  @Get('revenue')
  @Session()
  @Header('content-type', 'text/html; charset=utf-8')
  page(@Req() request: FastifyRequest): string {
    const person = signedInOf(request);
    if (!person) throw new SignInRequired();
    this.template ??= readFileSync(built('page/index.html'), 'utf8');
    return filled(this.template, shellFor(person, this.config.mode, this.clock.now()), request.headers.cookie);
  }
}
