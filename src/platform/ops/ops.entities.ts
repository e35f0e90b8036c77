import { HeldChannel } from './outbound-hold.entity.js';

export const opsEntities = [HeldChannel];
