import { BlockList, isIP } from 'node:net';

type Range = readonly [network: string, prefix: number];

/** Ranges of IPv4 that are not the internet. Source: IANA special-purpose registry; multicast and reserved besides. */
const NOT_PUBLIC_4: readonly Range[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
];

/** Of IPv6 only global unicast is the internet, less what carries an IPv4 address in disguise or stands for documents. */
const GLOBAL_UNICAST: readonly Range[] = [['2000::', 3]];
const NOT_PUBLIC_6: readonly Range[] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
];

const notPublic4 = listed(NOT_PUBLIC_4, 'ipv4');
const globalUnicast = listed(GLOBAL_UNICAST, 'ipv6');
const notPublic6 = listed(NOT_PUBLIC_6, 'ipv6');

/** Whether an address is out on the internet: not this machine, not a network behind it, nor a detour to one. */
export function isPublic(address: string): boolean {
  if (isIP(address) === 4) return !notPublic4.check(address, 'ipv4');
  return isIP(address) === 6 && globalUnicast.check(address, 'ipv6') && !notPublic6.check(address, 'ipv6');
}

/** Ranges opened on purpose, `10.20.0.0/16`. */
export class Subnets {
  private readonly list = new BlockList();

  constructor(readonly texts: readonly string[]) {
    for (const text of texts) {
      const [network = '', prefix = ''] = text.split('/');
      this.list.addSubnet(network, Number(prefix), isIP(network) === 6 ? 'ipv6' : 'ipv4');
    }
  }

  has(address: string): boolean {
    const family = isIP(address);
    return family !== 0 && this.list.check(address, family === 6 ? 'ipv6' : 'ipv4');
  }
}

function listed(ranges: readonly Range[], family: 'ipv4' | 'ipv6'): BlockList {
  const list = new BlockList();
  for (const [network, prefix] of ranges) list.addSubnet(network, prefix, family);
  return list;
}
