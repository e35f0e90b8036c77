import type { IncomingHttpHeaders } from 'node:http';
import { Injectable } from '@nestjs/common';
import { CertificateUnavailable, KEPT_HEADERS } from '../../../integrations/paypal/index.js';
import { DomainError } from '../../../kernel/domain-error.js';
import { Quotas } from '../../../platform/limits/quotas.js';
import { InboxMetrics } from '../inbox/inbox.metrics.js';
import { ProviderNotConfigured } from './intake.errors.js';
import { Intake, type Received } from './intake.service.js';
import { Signatures } from './signatures.js';

/** One delivery as it came over HTTP. */
export interface Delivery {
  readonly provider: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** Whose refusals are counted. Valid events are never limited by count. */
  readonly address: () => string;
}

/** Takes a delivery in, once somebody vouches for it. */
@Injectable()
export class Deliveries {
  constructor(
    private readonly signatures: Signatures,
    private readonly intake: Intake,
    private readonly quotas: Quotas,
    private readonly metrics: InboxMetrics,
  ) {}

  /** @throws ProviderNotConfigured, SignatureInvalid, or QuotaExceeded after too many of these from one address */
  async receive({ provider, headers, body, address }: Delivery): Promise<Received> {
    try {
      const secretLabel = await this.signatures.check(provider, body, headers);
      const source = 'webhook';
      const received = await this.intake.receive({
        provider,
        source,
        secretLabel,
        headers: kept(provider, headers),
        body,
      });
      this.metrics.delivered.inc({ provider });
      return received;
    } catch (error) {
      if (isSuspicious(error)) await this.count(address());
      throw error;
    }
  }

  private async count(address: string): Promise<void> {
    this.metrics.refused.inc();
    await this.quotas.take('bad-signature', address);
  }
}

/** Neither a provider we do not know nor a certificate that cannot be had is a forgery. */
function isSuspicious(error: unknown): boolean {
  const innocent = error instanceof ProviderNotConfigured || error instanceof CertificateUnavailable;
  return error instanceof DomainError && !innocent;
}

const SIGNED_BY_STRIPE = ['stripe-signature'];

/** What an event was signed with: with it and the body it can be verified again. */
function kept(provider: string, headers: IncomingHttpHeaders): Record<string, string> {
  const found: Record<string, string> = {};
  for (const name of provider === 'paypal' ? KEPT_HEADERS : SIGNED_BY_STRIPE) {
    const value = headers[name];
    if (typeof value === 'string') found[name] = value;
  }
  return found;
}
