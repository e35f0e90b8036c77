import { Clock } from '../../../kernel/clock.js';
import { step, type Interval } from '../../../kernel/period.js';
import { invalid } from './sandbox.errors.js';
import type { State } from './store.js';

/**
 * Business time of an installation without a provider. It runs with the machine's time plus an offset,
 * or stands still where it is held (while a demo or a test moves it). The row `state` is the truth;
 * this is its copy in memory, so that asking the time costs nothing.
 */
export class SandboxClock extends Clock {
  private offset = 0;
  private heldAt: number | null = null;

  constructor(private readonly machine: () => Date) {
    super();
  }

  now(): Date {
    return new Date(this.heldAt ?? this.machine().getTime() + this.offset);
  }

  wall(): Date {
    return this.machine();
  }

  get held(): boolean {
    return this.heldAt !== null;
  }

  follow({ offset, heldAt }: Pick<State, 'offset' | 'heldAt'>): void {
    this.offset = offset;
    this.heldAt = heldAt;
  }
}

/** Business time by a state, whoever moved it last. */
export function timeOf(state: State, wall: Date): number {
  return state.heldAt ?? wall.getTime() + state.offset;
}

/** Puts business time at an instant: a held clock stays held there, a running one runs on from it. */
export function moveTo(state: State, at: number, wall: Date): void {
  if (state.heldAt === null) state.offset = at - wall.getTime();
  else state.heldAt = at;
}

const DURATION = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;

/** An instant a duration of ISO 8601 later: `P14M`, `P1DT12H`. */
export function later(from: Date, duration: string): Date {
  const match = DURATION.exec(duration);
  if (!match || duration.length < 3) throw invalid(`Not a duration: ${duration}`, { param: 'advance' });
  const [years, months, weeks, days, ...time] = match.slice(1).map((part) => Number(part ?? 0));
  const steps: [Interval, number | undefined][] = [
    ['year', years],
    ['month', months],
    ['week', weeks],
    ['day', days],
  ];
  const date = steps.reduce((at, [interval, n = 0]) => step(at, interval, n), from);
  const [hours = 0, minutes = 0, seconds = 0] = time;
  return new Date(date.getTime() + ((hours * 60 + minutes) * 60 + seconds) * 1000);
}
