import { Controller, HttpCode, Param, Post, Req, type RawBodyRequest } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import { DomainError } from '../../../kernel/domain-error.js';
import { Signed } from '../../../platform/auth/access.js';
import { Quotas } from '../../../platform/limits/quotas.js';
import { InboxMetrics } from '../inbox/inbox.metrics.js';
import { ProviderNotConfigured } from './intake.errors.js';
import { Intake, type Received } from './intake.service.js';
import { Signatures } from './signatures.js';

const NOTHING = Buffer.alloc(0);

/** Where providers deliver. Valid events are never limited by count; refusals are, by address. */
@Controller()
export class IntakeController {
  constructor(
    private readonly signatures: Signatures,
    private readonly intake: Intake,
    private readonly quotas: Quotas,
    private readonly metrics: InboxMetrics,
  ) {}

  @Post(['revenue/webhooks/:provider', 'webhooks/:provider'])
  @HttpCode(200)
  @Signed()
  @RouteConfig({ body: 'raw' })
  async receive(
    @Param('provider') provider: string,
    @Req() request: RawBodyRequest<FastifyRequest>,
  ): Promise<Received> {
    const body = request.rawBody ?? NOTHING;
    const headers = signingHeaders(request);
    const secretLabel = await this.vouched(provider, body, headers['stripe-signature'], request.ip);
    return this.intake.receive({ provider, source: 'webhook', secretLabel, headers, body });
  }

  private async vouched(
    provider: string,
    body: Buffer,
    signature: string | undefined,
    address: string,
  ): Promise<string> {
    try {
      return await this.signatures.check(provider, body, signature);
    } catch (error) {
      if (!(error instanceof DomainError) || error instanceof ProviderNotConfigured) throw error;
      this.metrics.refused.inc();
      await this.quotas.take('bad-signature', address);
      throw error;
    }
  }
}

/** Kept with the body, so that the signature can be shown to have held. */
function signingHeaders({ headers }: FastifyRequest): Record<string, string> {
  const signature = headers['stripe-signature'];
  return typeof signature === 'string' ? { 'stripe-signature': signature } : {};
}
