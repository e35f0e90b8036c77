import { Stripe } from 'stripe';
import { sign } from './sandbox/deliveries/postman.js';
import { SignatureInvalid } from './signature.errors.js';
import { verify } from './signature.js';

const NOW = new Date('2026-11-20T12:00:00Z');
const at = NOW.getTime() / 1000;
const body = '{"id":"evt_1"}';
const secrets = [
  { label: 'new', secret: 'whsec_new' },
  { label: 'old', secret: 'whsec_old' },
];

describe('verify', () => {
  it.each(['new', 'old'])('accepts what the %s secret signed and says so', (label) => {
    expect(verify(body, sign(`whsec_${label}`, at, body), secrets, NOW)).toBe(label);
  });

  it('agrees with the package: its headers pass ours, ours pass its check', () => {
    const theirs = Stripe.webhooks.generateTestHeaderString({ payload: body, secret: 'whsec_new', timestamp: at });
    expect(verify(Buffer.from(body), theirs, secrets, NOW)).toBe('new');
    const received = Stripe.webhooks.signature?.verifyHeader(
      body,
      sign('whsec_new', at, body),
      'whsec_new',
      300,
      undefined,
      NOW.getTime(),
    );
    expect(received).toBe(true);
  });

  it('needs one good signature among several', () => {
    const good = sign('whsec_old', at, body);
    expect(verify(body, good.replace(',v1', `,v1=${'0'.repeat(64)},v1`), secrets, NOW)).toBe('old');
  });

  it.each([
    ['a changed body', `${body} `, sign('whsec_new', at, body)],
    ['a foreign secret', body, sign('whsec_other', at, body)],
    ['five minutes and a second ago', body, sign('whsec_new', at - 301, body)],
    ['five minutes and a second ahead', body, sign('whsec_new', at + 301, body)],
    ['the old scheme alone', body, sign('whsec_new', at, body).replace('v1=', 'v0=')],
    ['no time', body, sign('whsec_new', at, body).replace(/^t=\d+/, 't=')],
    ['an empty header', body, ''],
    ['no header', body, undefined],
  ])('refuses %s', (_, bytes, header) => {
    expect(() => verify(bytes, header, secrets, NOW)).toThrow(SignatureInvalid);
  });

  it('takes the last second of five minutes, either way', () => {
    for (const shift of [-300, 300])
      expect(verify(body, sign('whsec_new', at + shift, body), secrets, NOW)).toBe('new');
  });

  it('never lets a blank secret sign, nor the check be switched off', () => {
    expect(() => verify(body, sign(' ', at, body), [{ label: 'blank', secret: ' ' }], NOW)).toThrow(SignatureInvalid);
    expect(() => verify(body, sign('whsec_new', at, body), secrets, NOW, 0)).toThrow(RangeError);
  });
});
