import { newSecret, signatureOf } from './signature.js';

/** Published with the specification's libraries, so that any receiver's library agrees with us. */
const KNOWN = {
  secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
  timestamp: 1_614_265_330,
  body: '{"test": 2432232314}',
  signature: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
};

describe('the signature of a delivery', () => {
  it('is the one that is published', () => {
    expect(signatureOf([KNOWN.secret], KNOWN.id, KNOWN.timestamp, KNOWN.body)).toBe(KNOWN.signature);
  });

  it.each([
    { id: 'msg_other' },
    { timestamp: KNOWN.timestamp + 1 },
    { body: '{"test": 2432232315}' },
    { secret: newSecret() },
  ])('is another with %o', (other) => {
    const { secret, id, timestamp, body } = { ...KNOWN, ...other };
    expect(signatureOf([secret], id, timestamp, body)).not.toBe(KNOWN.signature);
  });

  it('stands once for each living secret', () => {
    const [own, second] = signatureOf([KNOWN.secret, newSecret()], KNOWN.id, KNOWN.timestamp, KNOWN.body).split(' ');

    expect(own).toBe(KNOWN.signature);
    expect(second).toMatch(/^v1,[A-Za-z0-9+/]{43}=$/);
  });

  it('is made with 32 random bytes', () => {
    expect(Buffer.from(newSecret().slice('whsec_'.length), 'base64')).toHaveLength(32);
    expect(newSecret()).not.toBe(newSecret());
  });
});
