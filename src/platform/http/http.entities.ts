import { KeptAnswer } from './idempotency.entity.js';

export const httpEntities = [KeptAnswer];
