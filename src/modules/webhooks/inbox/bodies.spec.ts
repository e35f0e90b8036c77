import { randomBytes } from 'node:crypto';
import type { Config } from '../../../platform/config/config.js';
import { SealBroken } from '../../../platform/vault/sealed.js';
import { Bodies } from './bodies.js';

const [old, fresh] = [
  { id: 'k1', key: randomBytes(32) },
  { id: 'k2', key: randomBytes(32) },
];
const bodiesWith = (...encryptionKeys: readonly object[]) => new Bodies({ encryptionKeys } as unknown as Config);

describe('a sealed body', () => {
  const body = Buffer.from('{"email":"ada@example.com"}');

  it('opens in its place, with the key it was sealed with, and shows nothing of itself', () => {
    const sealed = bodiesWith(old).seal('row-1', body);

    expect(bodiesWith(fresh, old).open('row-1', sealed)).toEqual(body);
    expect(sealed.includes('ada')).toBe(false);
  });

  it.each([
    ['in another row', (sealed: Buffer) => bodiesWith(old).open('row-2', sealed)],
    ['with a key of another name', (sealed: Buffer) => bodiesWith(fresh).open('row-1', sealed)],
    ['with another key of the same name', (sealed: Buffer) => bodiesWith({ ...fresh, id: 'k1' }).open('row-1', sealed)],
    ['when cut', (sealed: Buffer) => bodiesWith(old).open('row-1', sealed.subarray(0, 20))],
    ['when a byte is changed', (sealed: Buffer) => bodiesWith(old).open('row-1', flipped(sealed))],
    ['when there is nothing', () => bodiesWith(old).open('row-1', Buffer.alloc(0))],
  ])('does not open %s', (_, attempt) => {
    expect(() => attempt(bodiesWith(old).seal('row-1', body))).toThrow(SealBroken);
  });

  it('never uses a nonce twice', () => {
    const bodies = bodiesWith(old);
    const nonces = Array.from({ length: 2_000 }, () => bodies.seal('row-1', body).subarray(4, 16).toString('hex'));

    expect(new Set(nonces).size).toBe(2_000);
  });
});

function flipped(sealed: Buffer): Buffer {
  const changed = Buffer.from(sealed);
  changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1;
  return changed;
}
