import type { IncomingHttpHeaders } from 'node:http';
import { Injectable } from '@nestjs/common';
import { PayPalSignatures } from '../../../integrations/paypal/index.js';
import { SignatureInvalid } from '../../../integrations/stripe/signature.errors.js';
import { verify } from '../../../integrations/stripe/signature.js';
import { Clock } from '../../../kernel/clock.js';
import { DomainError } from '../../../kernel/domain-error.js';
import { InboundSecrets } from './inbound-secrets.js';
import { ProviderNotConfigured } from './intake.errors.js';

/** Who vouches for a delivery: the one gate, and there is no way around it. */
@Injectable()
export class Signatures {
  constructor(
    private readonly secrets: InboundSecrets,
    private readonly payPal: PayPalSignatures,
    private readonly clock: Clock,
  ) {}

  /**
   * @returns the label of the secret it was signed with
   * @throws ProviderNotConfigured where there is no secret: without one there is no endpoint
   * @throws CertificateUnavailable, or a refusal `webhooks/signature-invalid`
   */
  check(provider: string, body: Buffer, headers: IncomingHttpHeaders): Promise<string> {
    if (provider === 'paypal') return this.checkPayPal(body, headers);
    const header = headers['stripe-signature'];
    return this.checkSecrets(provider, body, typeof header === 'string' ? header : undefined);
  }

  private async checkPayPal(body: Buffer, headers: IncomingHttpHeaders): Promise<string> {
    if (!this.payPal.isConfigured) throw new ProviderNotConfigured('paypal');
    const webhookId = await this.payPal.signedFor(body, headers);
    if (webhookId === undefined) throw new SignatureInvalid();
    return webhookId;
  }

  private async checkSecrets(provider: string, body: Buffer, header: string | undefined): Promise<string> {
    const secrets = await this.secrets.of(provider);
    if (secrets.length === 0) throw new ProviderNotConfigured(provider);
    try {
      return verify(body, header, secrets, this.clock.wall());
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      const anew = await this.secrets.of(provider, true);
      if (anew === secrets) throw error;
      return verify(body, header, anew, this.clock.wall());
    }
  }
}
