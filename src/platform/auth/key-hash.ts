import { createHmac } from 'node:crypto';

/** What is stored of a key. Without the pepper a stolen table says nothing about the keys. */
export function hashOf(key: string, pepper: string): string {
  return createHmac('sha256', pepper).update(key).digest('hex');
}
