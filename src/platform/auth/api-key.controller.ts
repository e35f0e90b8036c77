import { Body, Controller, Get, Post, Req } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { AnyKey } from './access.js';
import { ApiKeyView, RotatedKeyView, RotationBody } from './api-key.dto.js';
import { ApiKeys } from './api-keys.js';
import { KeyMissing } from './auth.errors.js';
import { callerOf, type Caller } from './caller.js';

@ApiTags('api-keys')
@Controller('api-keys/self')
@AnyKey()
export class ApiKeyController {
  constructor(private readonly keys: ApiKeys) {}

  /** The key this request came with. */
  @Get()
  @ApiOkResponse({ type: ApiKeyView })
  self(@Req() request: FastifyRequest): ApiKeyView {
    const { id, name, scopes } = callingKey(request);
    return { id, name, scopes };
  }

  /** A successor of the key this request came with. */
  @Post('rotation')
  @ApiOkResponse({ type: RotatedKeyView })
  async rotate(@Req() request: FastifyRequest, @Body() { grace_hours }: RotationBody): Promise<RotatedKeyView> {
    const { id, key, oldExpiresAt } = await this.keys.rotate(callingKey(request).id, grace_hours);
    return { id, key, old_key_expires_at: oldExpiresAt.toISOString() };
  }
}

function callingKey(request: FastifyRequest): Caller {
  const caller = callerOf(request);
  if (!caller) throw new KeyMissing();
  return caller;
}
