/** Where a process can be made to die, in the order in which work passes. */
export const FAILPOINTS = [
  'intake.before-insert',
  'intake.after-commit',
  'fold.after-claim',
  'fold.after-journal',
  'fold.before-commit',
  'fold.after-commit',
  'tell.after-handle',
  'tell.before-commit',
  'tell.after-commit',
  'deliver.after-response',
  'idempotency.after-claim',
  'idempotency.before-answer',
  'idempotency.after-answer',
  'refund.after-set-aside',
  'intent.after-plan',
  'intent.before-call',
  'intent.after-call',
  'intent.before-result',
  'intent.after-fold',
  'erase.after-keys',
  'migrate.between',
] as const;

export type Failpoint = (typeof FAILPOINTS)[number];

/** Dies there the n-th time it comes by, or stands still until it is woken (`SIGCONT`). */
export interface Armed {
  readonly point: Failpoint;
  readonly at: number;
  readonly signal: 'SIGKILL' | 'SIGSTOP';
}

/** Completes "must be ...", for whoever arms a point that does not exist. */
export const FAILPOINT_RULE = 'the name of a failpoint, =freeze to stop there, and :n for the n-th time it is reached';

/** Reads `intent.after-call`, `intent.after-call:3` or `fold.before-commit=freeze`. */
export function armedAt(text: string): Armed | undefined {
  const [, name, freeze, at = '1'] = /^([a-z.-]+)(=freeze)?(?::([1-9]\d{0,5}))?$/.exec(text) ?? [];
  const point = FAILPOINTS.find((one) => one === name);
  return point && { point, at: Number(at), signal: freeze === undefined ? 'SIGKILL' : 'SIGSTOP' };
}

let armed: Map<Failpoint, { left: number; readonly signal: Armed['signal'] }> | undefined;

/** Arms the points of this process. Never in production: the configuration refuses the variable there. */
export function arm(points: readonly Armed[]): void {
  armed =
    points.length === 0 ? undefined : new Map(points.map(({ point, at, signal }) => [point, { left: at, signal }]));
}

/**
 * A place where a machine may fail. Armed, the process is gone as by `kill -9`: nothing is finished, nothing is said.
 * Not armed, it costs a comparison.
 */
export function failpoint(point: Failpoint): void {
  const here = armed?.get(point);
  if (!here) return;
  here.left -= 1;
  if (here.left === 0) process.kill(process.pid, here.signal);
}
