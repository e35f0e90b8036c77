import { hours } from '../../../kernel/clock.js';
import type { Window } from './finding.js';

const REACH = hours(1);

/** The hours before and after these instants, as far as they are past; what overlaps is one. */
export function around(instants: readonly Date[], now: Date): Window[] {
  const windows: Window[] = [];
  for (const at of instants.map((one) => one.getTime()).toSorted((a, b) => a - b)) {
    const last = windows.at(-1);
    const from = new Date(at - REACH);
    const until = new Date(Math.min(at + REACH, now.getTime()));
    if (last && last.until >= from) windows.splice(-1, 1, { from: last.from, until });
    else if (from < until) windows.push({ from, until });
  }
  return windows;
}
