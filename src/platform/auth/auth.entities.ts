import { ApiKey } from './api-key.entity.js';

export const authEntities = [ApiKey];
