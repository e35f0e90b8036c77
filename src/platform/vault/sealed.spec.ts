import { randomBytes } from 'node:crypto';
import { open, seal, SealBroken } from './sealed.js';

describe('a sealed value', () => {
  const key = { id: 'k1', key: randomBytes(32) };
  const sealed = seal(key, Buffer.from('Ada'), 'person.name.1');

  it('opens with its key in its place and shows nothing of itself', () => {
    expect(open([{ id: 'k0', key: randomBytes(32) }, key], sealed, 'person.name.1').toString()).toBe('Ada');
    expect(sealed).toMatch(/^v1:k1:[\w-]{16}:[\w-]+:[\w-]{22}$/);
    expect(seal(key, Buffer.from('Ada'), 'person.name.1')).not.toBe(sealed);
  });

  it.each([
    ['in another row', () => open([key], sealed, 'person.name.2')],
    ['with another key of the same name', () => open([{ id: 'k1', key: randomBytes(32) }], sealed, 'person.name.1')],
    ['with a key of another name', () => open([{ ...key, id: 'k2' }], sealed, 'person.name.1')],
    [
      'when changed',
      () =>
        open(
          [key],
          sealed.replace(/.$/, (last) => (last === 'A' ? 'Q' : 'A')),
          'person.name.1',
        ),
    ],
    ['when cut', () => open([key], sealed.slice(0, 20), 'person.name.1')],
  ])('does not open %s', (_, attempt) => {
    expect(attempt).toThrow(SealBroken);
  });
});
