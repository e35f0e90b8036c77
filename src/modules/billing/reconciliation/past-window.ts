import { WindowNotPast } from './break.errors.js';

/** What is asked to be compared lies behind us and begins before it ends. @throws WindowNotPast */
export function mustBePast({ from, until }: { from?: Date | undefined; until?: Date | undefined }, now: Date): void {
  if ((until && until > now) || (from && from >= (until ?? now))) throw new WindowNotPast();
}
