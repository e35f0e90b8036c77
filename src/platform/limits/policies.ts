import { SetMetadata } from '@nestjs/common';
import { hours, minutes } from '../../kernel/clock.js';

/** How often something may be done, by whom it is counted being the caller's matter. */
export interface Policy {
  readonly name: PolicyName;
  readonly quota: number;
  /** Length of the window, in milliseconds. */
  readonly window: number;
}

export const POLICIES = [
  { name: 'default', quota: 600, window: minutes(1) },
  { name: 'write', quota: 300, window: minutes(1) },
  { name: 'money', quota: 120, window: minutes(1) },
  { name: 'analytics', quota: 120, window: minutes(1) },
  { name: 'export', quota: 10, window: hours(1) },
  { name: 'public', quota: 60, window: minutes(1) },
  { name: 'sign-in', quota: 30, window: minutes(1) },
  { name: 'bad-signature', quota: 60, window: minutes(1) },
] as const satisfies readonly { name: string; quota: number; window: number }[];

export type PolicyName = (typeof POLICIES)[number]['name'];

export const QUOTA = 'revenue:quota';

/** Counts a route under another policy than its method says. */
export const Quota = (name: 'analytics' | 'export' | 'none') => SetMetadata(QUOTA, name);
