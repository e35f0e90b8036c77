export { AnalyticsModule } from './analytics.module.js';
export { Explanations } from './explanation.service.js';
export { MovementList } from './movement-list.service.js';
export { ScreenService } from './screen.service.js';
export type * from './screen.js';
