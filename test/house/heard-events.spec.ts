import { Hearing } from './heard-events.js';
import { filesOf } from './source.js';

const listeners = filesOf(['src'], /\/on-[a-z-]+\.ts$/);
const makers = filesOf(['src'], /\.events\.ts$/);

describe('what is heard', () => {
  it('is told: every field a listener reads stands in the event as its maker declares it', () => {
    const hearing = new Hearing(listeners, makers);

    expect(hearing.faults()).toEqual([]);
    expect(hearing.size).toBeGreaterThan(0);
  });

  it('would be missed, were a field renamed, its type changed or the event called otherwise', () => {
    const listener = {
      path: 'src/modules/analytics/on-theatre.ts',
      text: `
        export const NAME = 'theatre.seat.sold';
        export interface SeatTakenHeard { readonly seat: string; readonly row: number }
        export interface SeatFreedHeard { readonly seat: string }
        export interface SeatSwappedHeard { readonly seat: string }`,
    };
    const maker = {
      path: 'src/modules/analytics/theatre.events.ts',
      text: `
        import type { DomainEvent } from '../../kernel/domain-event.js';
        export type SeatTaken = DomainEvent<'theatre.seat.taken', { seat: string; row: string }>;
        export type SeatFreed = DomainEvent<'theatre.seat.freed', { seat: string; extra: boolean }>;`,
    };

    expect(new Hearing([listener], [maker]).faults()).toEqual([
      'src/modules/analytics/on-theatre.ts: nobody tells theatre.seat.sold',
      'src/modules/analytics/on-theatre.ts: SeatTaken tells { seat: string; row: string; }, which is not what SeatTakenHeard reads',
      'src/modules/analytics/on-theatre.ts: SeatSwappedHeard hears of no event type SeatSwapped',
    ]);
  });
});
