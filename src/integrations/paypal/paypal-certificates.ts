import type { X509Certificate, KeyObject } from 'node:crypto';
import { rootCertificates } from 'node:tls';
import { Injectable } from '@nestjs/common';
import { Clock, minutes, seconds } from '../../kernel/clock.js';
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
  /** Nothing: not good. `unavailable`: it could not be had. */
  readonly key: KeyObject | undefined | 'unavailable';
}

/** An address that gave nothing good is asked again no sooner; nor is one that gave nothing at all. */
const BAD_FOR = minutes(1);
const AWAY_FOR = seconds(5);
/** Addresses that give nothing good leave first, the oldest of them; with so many good ones no further is asked. */
const MOST = 100;

/** The keys PayPal signs with, by the address their certificate is fetched from; kept while they are good. */
@Injectable()
export class PayPalCertificates {
  private readonly known = new Map<string, Known>();
  private readonly underWay = new Map<string, Promise<Known>>();
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
    const known = this.known.get(url);
    const { key } = known && this.clock.wall().getTime() < known.until ? known : await this.once(url);
    if (key === 'unavailable') throw new CertificateUnavailable();
    return key;
  }

  /** Many deliveries that come together ask an address once. */
  private once(url: string): Promise<Known> {
    const running = this.underWay.get(url);
    if (running) return running;
    if (!this.makeRoom(url)) throw new CertificateUnavailable();
    const asking = this.ask(url).finally(() => this.underWay.delete(url));
    this.underWay.set(url, asking);
    return asking;
  }

  private async ask(url: string): Promise<Known> {
    const known = await this.judged(url);
    this.known.delete(url);
    this.known.set(url, known);
    return known;
  }

  private async judged(url: string): Promise<Known> {
    try {
      const certificates = certificatesOf(await this.fetch(url));
      const now = this.clock.wall();
      const [leaf] = certificates;
      const good = leaf && this.isPayPals(leaf, certificates.slice(1), now) ? leaf : undefined;
      return { until: good ? Date.parse(good.validTo) : now.getTime() + BAD_FOR, key: good?.publicKey };
    } catch (error) {
      if (!(error instanceof CertificateUnavailable)) throw error;
      return { until: this.clock.wall().getTime() + AWAY_FOR, key: 'unavailable' };
    }
  }

  /** @returns whether one more address may be asked */
  private makeRoom(url: string): boolean {
    if (this.known.has(url)) return true;
    if (this.underWay.size >= MOST) return false;
    if (this.known.size < MOST) return true;
    const now = this.clock.wall().getTime();
    const [worst] = [...this.known].find(([, { key, until }]) => !isKey(key) || until <= now) ?? [];
    return worst !== undefined && this.known.delete(worst);
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

function isKey(key: Known['key']): key is KeyObject {
  return key !== undefined && key !== 'unavailable';
}
