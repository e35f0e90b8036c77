import { isPublic, Subnets } from './public-address.js';

describe('a public address', () => {
  it.each(['93.184.216.34', '8.8.8.8', '100.63.255.255', '172.15.0.1', '2606:4700::1111', '2a00:1450:4001::1'])(
    'is %s',
    (address) => expect(isPublic(address)).toBe(true),
  );

  it.each([
    ...['0.0.0.0', '10.1.2.3', '100.64.0.1', '127.0.0.1', '127.255.255.254', '169.254.169.254', '172.31.255.255'],
    ...['192.0.0.170', '192.168.1.1', '198.19.0.1', '203.0.113.9', '224.0.0.1', '255.255.255.255'],
    ...['::', '::1', '::ffff:127.0.0.1', '::ffff:8.8.8.8', '64:ff9b::7f00:1', '64:ff9b:1::1', 'fc00::1', 'fd12::1'],
    ...['fe80::1', 'ff02::1', '2001:0:7f00:1::', '2001:db8::1', '2002:7f00:1::', '3fff::1', 'localhost', ''],
  ])('is not %s', (address) => expect(isPublic(address)).toBe(false));
});

describe('an opened range', () => {
  it('has its own addresses and no others', () => {
    const opened = new Subnets(['10.20.0.0/16', 'fd00::/8']);

    expect(['10.20.3.4', 'fd00::1'].filter((address) => opened.has(address))).toHaveLength(2);
    expect(['10.21.0.1', '127.0.0.1', '::1', 'example.com'].filter((address) => opened.has(address))).toEqual([]);
  });
});
