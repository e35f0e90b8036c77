import { SCOPES, type ScopeName } from './access.js';

const reading = SCOPES.filter((scope) => scope.endsWith(':read'));

/** Sets of scopes for what programs usually are. There is none that reaches everything. */
export const PRESETS = {
  'read-only': reading,
  backend: [
    ...reading,
    'customers:write',
    'billing:write',
    'billing:refund',
    'webhooks:write',
    'webhooks:replay',
    'ops:write',
  ],
  finance: [
    'customers:read',
    'billing:read',
    'billing:refund',
    'ledger:read',
    'ledger:post',
    'ledger:close',
    'analytics:read',
    'analytics:export',
    'ops:write',
  ],
  growth: ['customers:read', 'analytics:read', 'analytics:export'],
  metrics: ['ops:read'],
} as const satisfies Record<string, readonly ScopeName[]>;

export type PresetName = keyof typeof PRESETS;
