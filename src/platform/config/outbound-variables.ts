import * as read from './readers.js';
import { variable } from './variable.js';

/** What leaves for addresses that others chose. */
export const outboundVariables = {
  webhookAllowedSubnets: variable({
    name: 'WEBHOOK_ALLOWED_SUBNETS',
    unset: 'none',
    example: '10.20.0.0/16,fd00::/8',
    reader: read.listOf(read.subnet),
    meaning: 'Ranges that webhooks to endpoints may reach on any port although they are not public',
  }),
  holdOutbound: variable({
    name: 'HOLD_OUTBOUND',
    initial: 'false',
    example: 'true',
    reader: read.flag,
    meaning: 'As after a restore: no webhook to an endpoint and no change at a provider, until `revenue hold release`',
  }),
} as const;
