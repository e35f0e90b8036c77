import { Injectable } from '@nestjs/common';
import { Overdue } from '../../ledger/index.js';
import type { Comparison } from './finding.js';
import { openEnd } from './open-end.js';

/** The books' own open ends: a business fact whose cash never came, cash that nobody knows the reason of. */
@Injectable()
export class BooksLayer {
  constructor(private readonly overdue: Overdue) {}

  async compare(): Promise<Comparison> {
    const keys = await this.overdue.keys();
    return { theirs: 0, ours: keys.length, findings: keys.map(openEnd), sums: [], looked: () => true };
  }
}
