import { createHash, randomBytes } from 'node:crypto';

/** A fresh UUIDv7 (RFC 9562): 48 bits of the given instant, 74 random bits. */
export function newId(at: Date): string {
  return uuidV7(at, randomBytes(10));
}

/**
 * The UUIDv7 of a thing that has a name of its own: the same instant and name always give the same id,
 * so that a replay into an empty schema makes equal rows. The 74 free bits are the head of SHA-256 of the name.
 */
export function derivedId(at: Date, name: string): string {
  return uuidV7(at, createHash('sha256').update(name).digest().subarray(0, 10));
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

export function isId(text: string): boolean {
  return UUID.test(text);
}

function uuidV7(at: Date, free: Uint8Array): string {
  const bytes = Buffer.alloc(16);
  bytes.writeUIntBE(Math.max(0, at.getTime()), 0, 6);
  bytes.set(free, 6);
  bytes.writeUInt8(0x70 | (bytes.readUInt8(6) & 0x0f), 6);
  bytes.writeUInt8(0x80 | (bytes.readUInt8(8) & 0x3f), 8);
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
