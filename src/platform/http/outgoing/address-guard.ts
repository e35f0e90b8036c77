import type { LookupAddress } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { AddressRefused, type AddressRule } from './outgoing.errors.js';
import { isPublic, type Subnets } from './public-address.js';

export interface Opened {
  readonly subnets: Subnets;
  /** Outside production `http://localhost` may be called, on any port. */
  readonly localhost: boolean;
}

const PORTS = new Set([443, 8443]);

/**
 * Where a request may go. How the address is written is judged at once; where it leads is judged when connecting, on the
 * very addresses that are connected to, since a name can answer otherwise the next time it is asked.
 */
export class AddressGuard {
  constructor(
    private readonly opened: Opened,
    private readonly lookup: LookupFunction,
  ) {}

  /** What is wrong with the address as it is written, before any name is asked. */
  fault(url: URL): AddressRule | undefined {
    if (url.username !== '' || url.password !== '') return 'credentials';
    if (url.hash !== '') return 'fragment';
    if (this.isLocal(url)) return undefined;
    if (url.protocol !== 'https:') return 'scheme';
    const literal = literalOf(url);
    if (literal !== undefined) return this.faultOf(literal, url);
    return PORTS.has(portOf(url)) || this.opened.subnets.texts.length > 0 ? undefined : 'port';
  }

  /** The same, and where its name leads at the moment: a courtesy, for names can change their mind. */
  async faultNow(url: URL): Promise<AddressRule | undefined> {
    const fault = this.fault(url);
    if (fault !== undefined || literalOf(url) !== undefined) return fault;
    return new Promise((resolve) => {
      this.lookupFor(url)(url.hostname, { all: true }, (error) =>
        resolve(error instanceof AddressRefused ? error.rule : undefined),
      );
    });
  }

  /** For the socket to ask: answers none but addresses it may connect to. */
  lookupFor(url: URL): LookupFunction {
    return (hostname, options, answer) => {
      this.lookup(hostname, { ...options, all: true }, (error, found) => {
        if (error) return answer(error, []);
        const addresses = found as unknown as LookupAddress[];
        const faults = addresses.map(({ address }) => this.faultOf(address, url));
        const rule = faults.find((fault) => fault !== undefined) ?? (addresses.length === 0 ? 'address' : undefined);
        if (rule !== undefined) return answer(new AddressRefused(rule), []);
        const [first] = addresses;
        if (options.all) answer(null, addresses);
        else answer(null, first?.address ?? '', first?.family);
      });
    };
  }

  private faultOf(address: string, url: URL): AddressRule | undefined {
    if (this.opened.subnets.has(address)) return undefined;
    if (this.isLocal(url)) return isLoopback(address) ? undefined : 'address';
    if (!isPublic(address)) return 'address';
    return PORTS.has(portOf(url)) ? undefined : 'port';
  }

  private isLocal({ protocol, hostname }: URL): boolean {
    return this.opened.localhost && protocol === 'http:' && hostname === 'localhost';
  }
}

/** An address that asks no resolver, in whatever way it was written: `URL` has made the usual spelling of it. */
function literalOf({ hostname }: URL): string | undefined {
  const bare = hostname.replace(/^\[|\]$/g, '');
  return isIP(bare) === 0 ? undefined : bare;
}

function portOf({ port, protocol }: URL): number {
  return Number(port) || (protocol === 'https:' ? 443 : 80);
}

function isLoopback(address: string): boolean {
  return address === '::1' || address.startsWith('127.');
}
