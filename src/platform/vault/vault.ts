import { createHmac, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Config } from '../config/config.js';
import { Database } from '../database/database.js';
import { inserter } from '../database/set-based.js';
import { open, seal, type SealingKey } from './sealed.js';
import { SubjectKey } from './subject-key.js';

/** Holds a random key for each subject whose data is personal, wrapped by the installation's key. */
@Injectable()
export class Vault {
  constructor(
    private readonly database: Database,
    private readonly config: Config,
  ) {}

  /** The keys there are; a subject without one has nothing that could be read. */
  async keysOf(subjects: readonly string[]): Promise<Map<string, SubjectKey>> {
    if (subjects.length === 0) return new Map();
    const rows = await this.database.query<{ subject: string; wrapped: string }>(FIND, [[...new Set(subjects)]]);
    return new Map(rows.map(({ subject, wrapped }) => [subject, this.unwrap(subject, wrapped)]));
  }

  /** The keys of these subjects, made where missing, in the transaction at hand. */
  async keysFor(subjects: readonly string[]): Promise<Map<string, SubjectKey>> {
    const keys = await this.keysOf(subjects);
    const missing = [...new Set(subjects)].filter((subject) => !keys.has(subject));
    const rows = missing.map((subject) => ({ subject, wrapped: this.wrap(subject, randomBytes(32)) }));
    if (rows.length === 0) return keys;

    const made = await insert<{ subject: string; wrapped: string }>(this.database, rows);
    for (const { subject, wrapped } of made) keys.set(subject, this.unwrap(subject, wrapped));
    return keys;
  }

  /** Which of these subjects have a key. */
  async held(subjects: readonly string[]): Promise<string[]> {
    const rows = await this.database.query<{ subject: string }>(
      'select subject from platform_vault_key where subject = any($1::text[]) order by subject',
      [[...subjects]],
    );
    return rows.map(({ subject }) => subject);
  }

  /** What was sealed with these keys cannot be read any more. @returns how many there were */
  async destroy(subjects: readonly string[]): Promise<number> {
    const gone = await this.database.query(
      'delete from platform_vault_key where subject = any($1::text[]) returning 1',
      [[...subjects]],
    );
    return gone.length;
  }

  /** Finds a sealed value without opening any: equal for equal text, of no use to who lacks the installation's pepper. */
  blindIndex(kind: string, text: string): string {
    return createHmac('sha256', this.config.pepper).update(`blind-index:${kind}:${text}`).digest('base64url');
  }

  private wrap(subject: string, key: Buffer): string {
    return seal(this.config.encryptionKeys[0] as SealingKey, key, placeOf(subject));
  }

  private unwrap(subject: string, wrapped: string): SubjectKey {
    return new SubjectKey(open(this.config.encryptionKeys, wrapped, placeOf(subject)));
  }
}

function placeOf(subject: string): string {
  return `platform_vault_key.wrapped.${subject}`;
}

const FIND = 'select subject, wrapped from platform_vault_key where subject = any($1::text[])';

// Two at once for one subject: the second takes the key of the first.
const insert = inserter<{ subject: string; wrapped: string }>(
  'platform_vault_key',
  { subject: 'text', wrapped: 'text' },
  'on conflict (subject) do update set subject = excluded.subject returning subject, wrapped',
);
