import type { X509Certificate, KeyObject } from 'node:crypto';
import { rootCertificates } from 'node:tls';
import { Injectable } from '@nestjs/common';
import { Clock, minutes } from '../../kernel/clock.js';
import { Config } from '../../platform/config/config.js';
import { OutgoingRequests } from '../../platform/http/outgoing/outgoing-requests.js';
import { certificatesOf, commonNameOf, isTrusted } from './certificate-chain.js';
import { CertificateUnavailable } from './paypal.errors.js';

const NAMES = {
  live: 'messageverificationcerts.paypal.com',
  sandbox: 'messageverificationcerts.sandbox.paypal.com',
} as const;

interface Known {
  readonly until: number;
  readonly key: KeyObject | undefined;
}

/** An address that gave nothing good is asked again no sooner. */
const BAD_FOR = minutes(1);
const MOST = 100;

/** The keys PayPal signs with, by the address their certificate is fetched from; kept while they are good. */
@Injectable()
export class PayPalCertificates {
  private readonly known = new Map<string, Known>();
  private roots: readonly X509Certificate[] | undefined;

  constructor(
    private readonly requests: OutgoingRequests,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  /**
   * @param url one of PayPal's own addresses
   * @returns nothing when the certificate there is not PayPal's, or not good now
   * @throws CertificateUnavailable
   */
  async keyOf(url: string): Promise<KeyObject | undefined> {
    const now = this.clock.wall();
    const known = this.known.get(url);
    if (known && now.getTime() < known.until) return known.key;

    const certificates = certificatesOf(await this.fetch(url));
    const [leaf] = certificates;
    const good = leaf && this.isPayPals(leaf, certificates.slice(1), now) ? leaf : undefined;
    const until = good ? Date.parse(good.validTo) : now.getTime() + BAD_FOR;
    if (this.known.size >= MOST) this.known.clear();
    this.known.set(url, { until, key: good?.publicKey });
    return good?.publicKey;
  }

  private isPayPals(leaf: X509Certificate, between: readonly X509Certificate[], now: Date): boolean {
    if (commonNameOf(leaf) !== NAMES[this.config.paypal.environment]) return false;
    return isTrusted(leaf, between, this.trusted(), now);
  }

  private trusted(): readonly X509Certificate[] {
    const { authorities } = this.config.paypal;
    return (this.roots ??= certificatesOf(authorities ?? rootCertificates.join('\n')));
  }

  private async fetch(url: string): Promise<string> {
    try {
      const { status, body } = await this.requests.send({ url, method: 'GET', timeout: 5_000 });
      if (status !== 200) throw new CertificateUnavailable();
      return body.toString('latin1');
    } catch {
      throw new CertificateUnavailable();
    }
  }
}
