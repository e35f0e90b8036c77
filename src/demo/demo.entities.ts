import { Demo } from './demo.entity.js';

export const demoEntities = [Demo];
