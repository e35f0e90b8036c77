import { Controller, Delete, Get, HttpCode } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Session } from '../platform/auth/access.js';
import { step } from '../kernel/period.js';
import { DemoService } from './demo.service.js';

/** How far the demo has come, for the page that shows it growing. */
@ApiExcludeController()
@Controller('admin/data/demo')
@Session()
export class DemoController {
  constructor(private readonly demo: DemoService) {}

  @Get()
  async progress() {
    const demo = await this.demo.found();
    if (!demo)
      return {
        state: 'none',
        month: null,
        progress: 0,
        events: 0,
        customers: 0,
        mrr: null,
        currency: null,
        seed: null,
      };
    return {
      state: demo.state,
      month: step(demo.startsAt, 'day', demo.day).toISOString().slice(0, 7),
      progress: demo.day / demo.days,
      events: await this.demo.delivered(),
      customers: Object.keys(demo.personas).length,
      mrr: null,
      currency: null,
      seed: String(demo.seed),
    };
  }

  @Delete()
  @HttpCode(204)
  async stop(): Promise<void> {
    await this.demo.stop();
  }
}
