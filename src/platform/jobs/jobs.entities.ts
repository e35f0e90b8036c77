import { JobRecord } from './job-record.entity.js';
import { Slot } from './slot.entity.js';

export const jobsEntities = [Slot, JobRecord];
