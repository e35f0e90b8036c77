import { readFileSync } from 'node:fs';
import { Controller, Get, Header, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { reachOf } from '../admin/policy.js';
import { Clock } from '../kernel/clock.js';
import { Session } from '../platform/auth/access.js';
import { SignInRequired } from '../platform/auth/auth.errors.js';
import { shellFor } from '../platform/auth/shell.js';
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
  ) {}

  @Get('revenue')
  @Session()
  @Header('content-type', 'text/html; charset=utf-8')
  page(@Req() request: FastifyRequest): string {
    const person = signedInOf(request);
    if (!person) throw new SignInRequired();
    const shell = { ...shellFor(person, this.config.mode, this.clock.now()), ...reachOf(person.roles) };
    this.template ??= readFileSync(built('page/index.html'), 'utf8');
    return filled(this.template, shell, request.headers.cookie);
  }
}
