import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiExcludeController, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Scope, Session } from '../platform/auth/access.js';
import { callerOf } from '../platform/auth/caller.js';
import { signedInOf } from '../platform/auth/signed-in.js';
import { Config } from '../platform/config/config.js';
import { LiveClient } from './live-client.js';
import { LiveService } from './live.service.js';

/** The stream for pages, by the session's cookie. */
@ApiExcludeController()
@Controller('admin')
export class LivePageController {
  constructor(
    private readonly live: LiveService,
    private readonly config: Config,
  ) {}

  @Get('live')
  @Session()
  async stream(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const session = signedInOf(request)?.session;
    await streamTo(this.live, this.config.mode, { request, reply, owner: session ?? 'page', session });
  }
}

/** The same stream for programs, by an API key. */
@ApiTags('dashboard')
@Controller('dashboard')
export class LiveController {
  constructor(
    private readonly live: LiveService,
    private readonly config: Config,
  ) {}

  /** Server-sent events: `hello`, `changed`, `feed`, `bye`. They say that something changed; fetch the figures then. */
  @Get('live')
  @Scope('analytics:read')
  @ApiProduces('text/event-stream')
  async stream(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const owner = `key:${callerOf(request)?.id ?? ''}`;
    await streamTo(this.live, this.config.mode, { request, reply, owner, session: undefined });
  }
}

interface Opening {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly owner: string;
  readonly session: string | undefined;
}

async function streamTo(
  live: LiveService,
  mode: Config['mode'],
  { request, reply, owner, session }: Opening,
): Promise<void> {
  live.mustHaveRoom(owner);
  reply.hijack();
  const client = new LiveClient(reply.raw, owner, session);
  client.open(request.id);
  const seen = request.headers['last-event-id'];
  await live.join(client, mode, typeof seen === 'string' ? seen : undefined);
}
