import { once } from 'node:events';
import { createServer, get, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, LookupFunction } from 'node:net';
import { AddressGuard } from './address-guard.js';
import { AddressRefused } from './outgoing.errors.js';
import { OutgoingRequests } from './outgoing-requests.js';
import { Subnets } from './public-address.js';

const closed = { subnets: new Subnets([]), localhost: false };

/** All of them mean this machine, its network, or the machine that runs it. */
const SPELLINGS = [
  ...['https://127.0.0.1/', 'https://127.1/', 'https://2130706433/', 'https://0x7f000001/', 'https://0177.0.0.1/'],
  ...['https://0/', 'https://127.0.0.1./', 'https://%31%32%37.0.0.1/', 'https://[::1]/', 'https://[0:0:0:0:0:0:0:1]/'],
  ...[
    'https://[::ffff:127.0.0.1]/',
    'https://[::ffff:7f00:1]/',
    'https://[64:ff9b::7f00:1]/',
    'https://[2002:7f00:1::]/',
  ],
  ...['https://169.254.169.254/latest/', 'https://[fe80::1]/', 'https://[fd00::1]/', 'https://10.0.0.1:8443/'],
  ...['https://192.168.0.1/', 'https://100.64.0.1/', 'https://[ff02::1]/', 'https://１２７.0.0.1/'],
];

describe('a request to an address of somebody else’s choice', () => {
  let victim: Server;
  let port: number;
  let met = 0;

  beforeAll(async () => {
    victim = createServer((request, response) => {
      met += 1;
      if (request.url === '/away') response.writeHead(302, { location: '/' }).end();
      else if (request.url === '/dripping') drip(response);
      else if (request.url === '/silent') return;
      else if (request.url === '/endless') response.write(Buffer.alloc(200_000));
      else response.end('in');
    });
    victim.listen(0, '127.0.0.1');
    await once(victim, 'listening');
    port = (victim.address() as AddressInfo).port;
  });

  beforeEach(() => (met = 0));
  afterAll(() => victim.close());

  it.each(SPELLINGS)('does not go to %s', async (url) => {
    const requests = new OutgoingRequests(closed);

    expect(await requests.faultOf(new URL(url))).toBe('address');
    await expect(requests.send({ url })).rejects.toThrow(AddressRefused);
  });

  it.each([
    { url: 'http://example.com/', rule: 'scheme' },
    { url: 'ftp://example.com/', rule: 'scheme' },
    { url: 'https://me:secret@example.com/', rule: 'credentials' },
    { url: 'https://example.com/#part', rule: 'fragment' },
    { url: 'https://example.com:6379/', rule: 'port' },
    { url: 'http://localhost/', rule: 'scheme' },
  ])('refuses $url for its $rule', async ({ url, rule }) => {
    await expect(new OutgoingRequests(closed).send({ url })).rejects.toMatchObject({ rule });
  });

  it('goes where a name leads now, not where it led when it was looked at', async () => {
    const requests = new OutgoingRequests(closed, changingItsMind());
    const url = 'https://rebinding.example/';

    expect(await requests.faultOf(new URL(url))).toBeUndefined();
    await expect(requests.send({ url })).rejects.toMatchObject({ rule: 'address' });
  });

  it('would get in, were the address looked at before and not when connecting', async () => {
    const lookup = changingItsMind();
    const guard = new AddressGuard({ subnets: new Subnets(['127.0.0.1/32']), localhost: false }, lookup);
    const trusting = async (address: string) => {
      const { hostname } = new URL(address);
      if ((await new AddressGuard(closed, lookup).faultNow(new URL(address.replace('http:', 'https:')))) !== undefined)
        throw new AddressRefused('address');
      return new Promise<void>((resolve, reject) => {
        get({ hostname, port, lookup: guard.lookupFor(new URL(address)) }, (answer) =>
          answer.resume().once('end', resolve),
        ).once('error', reject);
      });
    };

    await trusting('http://rebinding.example/');
    expect(met).toBe(1);
  });

  it('refuses a name that leads to any address it must not', async () => {
    const both = answering([['93.184.216.34', '10.0.0.1']]);

    await expect(new OutgoingRequests(closed, both).send({ url: 'https://two.example/' })).rejects.toMatchObject({
      rule: 'address',
    });
  });

  it('reaches localhost by name outside production, and a range that was opened', async () => {
    const local = new OutgoingRequests({ ...closed, localhost: true });
    const { status, body } = await local.send({ url: `http://localhost:${port}/`, method: 'GET' });
    expect([status, body.toString()]).toEqual([200, 'in']);

    await expect(local.send({ url: `http://127.0.0.1:${port}/` })).rejects.toMatchObject({ rule: 'scheme' });
    const opened = new OutgoingRequests({ subnets: new Subnets(['127.0.0.0/8']), localhost: false });
    expect(await opened.faultOf(new URL(`https://127.0.0.1:${port}/`))).toBeUndefined();
  });

  it('follows no redirect and reads no more than 64 kB', async () => {
    const local = new OutgoingRequests({ ...closed, localhost: true });

    expect(await local.send({ url: `http://localhost:${port}/away` })).toMatchObject({ status: 302 });
    expect((await local.send({ url: `http://localhost:${port}/endless` })).body).toHaveLength(65_536);
    expect(met).toBe(2);
  });

  it.each(['/silent', '/dripping'])('is given up in its time by who asks %s', async (path) => {
    const local = new OutgoingRequests({ ...closed, localhost: true });

    const asked = local.send({ url: `http://localhost:${port}${path}`, timeout: 200 });
    await expect(asked).rejects.toMatchObject({ code: 'ETIMEDOUT', message: 'The answer took too long.' });
    expect(met).toBe(1);
  });
});

/** A byte at a time, for as long as somebody listens. */
function drip(response: ServerResponse): void {
  const drop = setInterval(() => response.write('.'), 20);
  response.once('close', () => clearInterval(drop));
}

/** Public when asked first, this machine from then on. */
function changingItsMind(): LookupFunction {
  return answering([['93.184.216.34'], ['127.0.0.1']]);
}

function answering(answers: readonly (readonly string[])[]): LookupFunction {
  let asked = 0;
  return (_hostname, _options, answer) => {
    const found = answers[Math.min(asked, answers.length - 1)] ?? [];
    asked += 1;
    answer(
      null,
      found.map((address) => ({ address, family: 4 })),
    );
  };
}
