import { Injectable, type OnModuleInit, type RawBodyRequest } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { DomainError } from '../../../kernel/domain-error.js';
import { Quotas } from '../../../platform/limits/quotas.js';
import { InboxMetrics } from '../inbox/inbox.metrics.js';
import { ProviderNotConfigured } from './intake.errors.js';
import { Intake, type Received } from './intake.service.js';
import { Signatures } from './signatures.js';

const PATHS = ['/api/v1/revenue/webhooks/:provider', '/webhooks/:provider'];
const NOTHING = Buffer.alloc(0);

type Delivery = RawBodyRequest<FastifyRequest<{ Params: { provider: string } }>>;

/**
 * Where providers deliver. Valid events are never limited by count; refusals are, by address.
 * The routes stand on the server itself: guards, interceptors and pipes have nothing to say about a signed body, and
 * asking them costs a third of what a delivery costs. Hooks, limits of size and the problem filter hold as everywhere.
 */
@Injectable()
export class IntakeRoutes implements OnModuleInit {
  constructor(
    private readonly host: HttpAdapterHost,
    private readonly signatures: Signatures,
    private readonly intake: Intake,
    private readonly quotas: Quotas,
    private readonly metrics: InboxMetrics,
  ) {}

  onModuleInit(): void {
    // A command line has no server.
    const server = this.host.httpAdapter?.getInstance<FastifyInstance | undefined>();
    for (const url of server ? PATHS : [])
      server?.post(url, { config: { body: 'raw' } }, (request) => this.receive(request as Delivery));
  }

  private async receive(request: Delivery): Promise<Received> {
    const { provider } = request.params;
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
