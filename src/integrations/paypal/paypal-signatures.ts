import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { Config } from '../../platform/config/config.js';
import { PayPalCertificates } from './paypal-certificates.js';
import { isSigned, transmissionOf } from './transmission.js';

/** Whether a delivery is PayPal's, without asking PayPal about it. */
@Injectable()
export class PayPalSignatures {
  constructor(
    private readonly certificates: PayPalCertificates,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  get isConfigured(): boolean {
    return this.config.paypal.webhookIds.length > 0;
  }

  /**
   * @returns the id of our webhook it was signed for; nothing when it is not PayPal's
   * @throws CertificateUnavailable
   */
  async signedFor(body: Buffer, headers: Parameters<typeof transmissionOf>[0]): Promise<string | undefined> {
    const transmission = transmissionOf(headers, this.clock.wall());
    if (!transmission) return undefined;
    const key = await this.certificates.keyOf(transmission.certificateUrl);
    return key && this.config.paypal.webhookIds.find((id) => isSigned(body, transmission, id, key));
  }
}
