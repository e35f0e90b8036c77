import { open, seal, type SealingKey } from './sealed.js';

/** Where a sealed value is kept. */
export interface Place {
  readonly table: string;
  readonly column: string;
  readonly row: string;
}

/** Seals and opens what is known of one subject. */
export class SubjectKey {
  private readonly key: SealingKey;

  constructor(key: Buffer) {
    this.key = { id: 's', key };
  }

  seal(text: string, place: Place): string {
    return seal(this.key, Buffer.from(text, 'utf8'), named(place));
  }

  /** @throws SealBroken */
  open(sealed: string, place: Place): string {
    return open([this.key], sealed, named(place)).toString('utf8');
  }
}

function named({ table, column, row }: Place): string {
  return `${table}.${column}.${row}`;
}
