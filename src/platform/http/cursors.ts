import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Config } from '../config/config.js';
import { BadCursor } from './http.errors.js';

/** Where a page ended: the sort value of its last row, as the database gives it, and the row's id. */
export interface Place {
  readonly at: string;
  readonly id: string;
}

const VERSION = 1;

/** Opaque marks between pages. Sealed, because a place that can be made up reads rows by values of one's choice. */
@Injectable()
export class Cursors {
  constructor(private readonly config: Config) {}

  /** @param list what the place belongs to: route and filters */
  write({ at, id }: Place, list: string): string {
    const body = Buffer.from(JSON.stringify([VERSION, at, id, digest(list)]));
    return Buffer.concat([this.seal(body), body]).toString('base64url');
  }

  /** @throws BadCursor when altered, or written for another list */
  read(cursor: string, list: string): Place {
    const bytes = Buffer.from(cursor, 'base64url');
    // Reading passes over what is no base64; only the spelling we wrote is ours.
    if (bytes.toString('base64url') !== cursor) throw new BadCursor();
    const [seal, body] = [bytes.subarray(0, SEAL_BYTES), bytes.subarray(SEAL_BYTES)];
    if (seal.length < SEAL_BYTES || !timingSafeEqual(seal, this.seal(body))) throw new BadCursor();

    const [version, at, id, filters] = JSON.parse(body.toString()) as [number, string, string, string];
    if (version !== VERSION || filters !== digest(list)) throw new BadCursor();
    return { at, id };
  }

  private seal(body: Buffer): Buffer {
    return createHmac('sha256', `cursor:${this.config.pepper}`).update(body).digest().subarray(0, SEAL_BYTES);
  }
}

const SEAL_BYTES = 16;

function digest(list: string): string {
  return createHash('sha256').update(list).digest('base64url').slice(0, 16);
}
