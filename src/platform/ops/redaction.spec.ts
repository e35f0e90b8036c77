import { redacted, scrubbed } from './redaction.js';

describe('what leaves the house in words', () => {
  it.each([
    'rvn_test_0123456789abcdefABCDEF',
    'sk_live_51Habc',
    'rk_test_1',
    'whsec_abc+/=',
    'Bearer abc.def-ghi',
    'ada.lovelace+billing@example.co.uk',
    '4242 4242 4242 4242',
    '4242-4242-4242-4242',
    '378282246310005',
  ])('has no %s in it', (secret) => {
    expect(scrubbed(`before ${secret} after`)).toBe('before [redacted] after');
  });

  it('has no password of an address and no token of a link', () => {
    expect(scrubbed('at postgres://revenue:hunter2@db/revenue')).not.toContain('hunter2');
    expect(scrubbed('GET /admin/welcome?token=abcdef&x=1')).toBe('GET /admin/welcome[redacted]&x=1');
  });

  it.each([
    '0199f1aa-5c1e-7cc3-98c4-dc0c0c07398f',
    '2026-11-21T09:15:00.000Z',
    'cus_A1b2C3d4E5f6G7',
    '1234567890123456',
  ])('leaves %s alone', (text) => {
    expect(scrubbed(text)).toBe(text);
  });

  it('hides members by their name, however deep, and ends', () => {
    const data = { headers: { Authorization: 'x', Cookie: 'y' }, list: [{ webhook_secret: 'z', id: 7 }] };
    expect(redacted(data)).toEqual({
      headers: { Authorization: '[redacted]', Cookie: '[redacted]' },
      list: [{ webhook_secret: '[redacted]', id: 7 }],
    });
    const round: Record<string, unknown> = {};
    round['round'] = round;
    expect(() => redacted(round)).not.toThrow();
  });
});
