import { defineEntity, p } from '@mikro-orm/core';

const HeldChannelSchema = defineEntity({
  name: 'HeldChannel',
  tableName: 'platform_outbound_hold',
  checks: [{ name: 'platform_outbound_hold_channel_check', expression: `channel in ('webhooks', 'provider')` }],
  properties: {
    channel: p.text().primary(),
    heldAt: p.datetime(),
    heldBy: p.text(),
    releasedAt: p.datetime().nullable(),
    releasedBy: p.text().nullable(),
    releasedIn: p.text().nullable(),
  },
});

/** That a channel is held, or was until somebody let it go. */
export class HeldChannel extends HeldChannelSchema.class {}

HeldChannelSchema.setClass(HeldChannel);
