import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../auth/access.js';
import { OpsKey } from '../auth/ops-key.js';
import { Quota } from '../limits/policies.js';
import { HealthPages, type HealthAnswer, type InstallationState, type ProcessState } from './health-pages.js';

/** Health for people, monitors and orchestrators; details only for those who may see them. */
@ApiTags('ops')
@Controller('health')
@Public()
@Quota('none')
export class HealthController {
  constructor(
    private readonly pages: HealthPages,
    private readonly opsKey: OpsKey,
  ) {}

  @Get()
  @ApiOperation({ summary: 'State of the whole installation', operationId: 'health.read' })
  async summary(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<InstallationState> {
    return answer(reply, await this.pages.summary(await this.opsKey.holds(request)));
  }

  @Get('live')
  @ApiOperation({ summary: 'The process turns', operationId: 'health.live' })
  live(): ProcessState {
    return this.pages.live().body;
  }

  @Get('ready')
  @ApiOperation({ summary: 'The process can be sent traffic', operationId: 'health.ready' })
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<ProcessState> {
    return answer(reply, await this.pages.ready());
  }

  @Get('startup')
  @ApiOperation({ summary: 'The process has started', operationId: 'health.startup' })
  startup(@Res({ passthrough: true }) reply: FastifyReply): ProcessState {
    return answer(reply, this.pages.startup());
  }
}

function answer<Body extends object>(reply: FastifyReply, { status, body }: HealthAnswer<Body>): Body {
  void reply.status(status);
  if (status === 503) void reply.header('retry-after', '5');
  return body;
}
