import { Slot } from './slot.entity.js';

export const jobsEntities = [Slot];
